"""The command line: one command per verb, in the order of the work."""

from detente.cli.app import main

__all__ = ["main"]
