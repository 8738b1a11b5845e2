"""The supervisor sign-off app: observe, decide, sign, print, verify, exchange records."""

__version__ = "0.1.0"
