"""What devices of an account show of what it is told, also while no page is open: Web Push (RFC 8030)."""
