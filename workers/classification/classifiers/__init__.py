"""Taggers: labels, category and embedding of a picture. One file each, listed in `registry.py`."""
