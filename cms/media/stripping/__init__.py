"""What of a picture file may be shared, one module a format. Standard library only; no pixel is decoded."""
