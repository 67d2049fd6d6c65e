"""The desk on which a team answers: what is done with conversations, and what can be asked about them."""
