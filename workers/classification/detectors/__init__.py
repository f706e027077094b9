"""Detectors: each answers one question about a picture. One folder each, listed in `registry.py` above."""
