"""Takedowns by source: nothing is taken from an address, a domain or of these bytes, and what was taken goes."""
