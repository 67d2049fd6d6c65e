"""The one error of the library."""


class SpreadError(ValueError):
    """What was given cannot be read as a cascade.

    The message is one sentence for a person: what is wrong, in which row or under which id, and what to do.
    Rows are counted from 1, the heading of a file not counted.
    """
