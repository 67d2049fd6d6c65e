"""Telegram: channels and groups in which a bot of one's own may speak, through the Bot API."""
