"""The relation: who had a message from whom, how far it went and who carried it. Arrays in, arrays out."""
