"""Liking images and albums."""
