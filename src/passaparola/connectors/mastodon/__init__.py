"""Mastodon, and servers that speak its API.

connector.py tells the story; wire.py reads the JSON.
"""
