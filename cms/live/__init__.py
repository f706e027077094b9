"""Live events: what happens to one's own things, told to open pages as it happens."""
