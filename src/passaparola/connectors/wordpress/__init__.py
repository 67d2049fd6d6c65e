"""WordPress: posts on a site of one's own, by an application password.

connector.py tells the story; wire.py reads the JSON, blocks.py writes what a post holds.
"""
