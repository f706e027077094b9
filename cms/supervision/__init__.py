"""Keeping the processes of one site alive: which roles there are, who is who, and starting again who died."""
