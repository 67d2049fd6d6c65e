"""The command line: one command, one call."""

from passaparola.cli.commands import main

__all__ = ["main"]
