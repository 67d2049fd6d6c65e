"""Passaparola: word of mouth, followed past its first receiver."""
