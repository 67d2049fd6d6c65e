"""Bluesky: posts through its AppView, reposts and likes from people's own repositories; and posts of our own.

connector.py tells the story of reading, speaker.py that of writing; wire.py and answers.py read the JSON.
"""
