"""Archives of pictures that become albums and images of whoever sent them."""
