"""Feeds of others, RSS and Atom: blogs, newspapers, forums, aggregators; everything that has an address."""
