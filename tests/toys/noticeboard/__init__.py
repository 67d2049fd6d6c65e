"""A platform for tests: a board in a file that takes what it is given, twice as well, and can be read."""
