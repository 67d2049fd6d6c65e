"""How many characters a post may hold: in the composer, a file, the API and the tables alike."""

LINE = 300
"""A title, or the answer to a poll."""

LONG = 1000
"""A setting of a platform, or an address that is quoted or answered."""

LINK = 2000
TEXT = 100_000
PARTS = 50
"""Parts of a thread."""
