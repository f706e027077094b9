"""The operator's view of a running site: health, numbers, and whether what it stands on answers."""
