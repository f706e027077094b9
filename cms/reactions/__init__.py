"""What people did with things, as every image and album tells it: counts, and what the viewer did themselves."""
