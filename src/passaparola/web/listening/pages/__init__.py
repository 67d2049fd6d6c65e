"""The pages of listening: its searches, one of them, and how spikes are told."""
