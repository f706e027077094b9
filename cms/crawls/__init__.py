"""Crawls: pictures of the web are looked for, shown to who asked, and saved with proof of where they are from."""
