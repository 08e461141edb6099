"""The command line: thin, the same words as in Python."""

from comity.cli.app import main

__all__ = ["main"]
