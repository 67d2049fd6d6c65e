"""Matrix: a room on any homeserver, spoken in by an account of one's own, through the client-server API."""
