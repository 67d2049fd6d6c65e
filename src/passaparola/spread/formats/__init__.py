"""Files of acts, read into a `Cascade`; one module per format, one door."""

from passaparola.spread.formats.follows import ORDERS, read_graph
from passaparola.spread.formats.reading import FORMATS, read
from passaparola.spread.formats.source import Note, Progress

__all__ = ["FORMATS", "ORDERS", "Note", "Progress", "read", "read_graph"]
