"""Share links: an address that shows one image, album or collection to whoever holds it, until it ends."""
