"""Crawls: pages read, pictures kept, with proof."""
