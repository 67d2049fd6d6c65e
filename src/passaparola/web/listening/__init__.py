"""What is said about the brand where nobody says it to the brand: saved searches, spikes, shares of voice."""
