"""The ears: channels are listened to by turns, or at once where a platform tells that there is something."""
