"""A simulated network with simulated people: for the demo and for tests, never mistaken for a real one.

`network.py` is its server (accounts and posts in a file of its own), `population.py` its people and who
follows whom, `wave.py` what becomes of a post, `connector.py` reads it by the contract all platforms keep.
"""
