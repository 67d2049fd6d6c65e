"""The only door out: deliveries, their life, and what becomes of each."""
