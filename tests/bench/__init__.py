"""Times, measured as ratios to a floor in the same run: `make bench`. Nothing here is a test."""
