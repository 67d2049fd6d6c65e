"""Discord: a text channel of a server, spoken in through a webhook or as a bot."""
