"""The version of the package, for results to carry."""

from importlib.metadata import version

__version__ = version("detente")
