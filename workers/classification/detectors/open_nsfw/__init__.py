"""Yahoo's OpenNSFW as the gate before others see a picture."""
