"""Whose word a post waits for."""
