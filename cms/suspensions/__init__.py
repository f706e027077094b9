"""Somebody whose account is suspended sees why, and appeals, without a login."""
