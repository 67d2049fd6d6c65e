"""One folder per platform: how its posts, and what becomes of them, are read.

Start at registry.py (which reader for an address) and platforms.py (what each platform shows).
"""
