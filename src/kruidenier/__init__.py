"""The counter of a social grocery: till, stock, suppliers and people."""

__version__ = "0.1.0"
