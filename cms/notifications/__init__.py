"""What accounts are told of: noticed where it happens, grouped, and read again whenever it is shown."""
