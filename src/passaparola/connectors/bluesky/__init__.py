"""Bluesky: posts through its AppView, reposts and likes from people's own repositories.

connector.py tells the story; wire.py reads the JSON.
"""
