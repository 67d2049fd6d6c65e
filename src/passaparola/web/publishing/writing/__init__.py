"""Writing posts: saved as versions, locked once they are on their way."""
