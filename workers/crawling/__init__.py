"""What goes out to the web: one client for all, which asks only addresses that belong to everybody."""
