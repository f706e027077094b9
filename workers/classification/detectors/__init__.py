"""Detectors: each answers one question about a picture. One folder each, listed in `workers/classification/registry.py`."""
