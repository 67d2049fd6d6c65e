"""Hacker News, which is read only: it has no way to publish by program."""
