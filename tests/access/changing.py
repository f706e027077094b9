"""Every way in which pictures and albums are changed, which only their owner may."""

CHANGES = {
    "images.change_image": ("PATCH", "", {"title": "taken"}),
    "images.delete_image": ("DELETE", "", None),
    "images.restore_image": ("POST", "/restore", None),
    "images.rotate_image": ("POST", "/rotate", {"degrees": 90}),
    "images.understand_again": ("POST", "/classification", None),
}
"""What changes a picture and answers with it: the owner's alone."""

ALBUM_CHANGES = {
    "albums.change_album": ("PATCH", "", {"title": "taken"}),
    "albums.delete_album": ("DELETE", "", None),
    "albums.put_images": ("PUT", "/images", {"ids": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}),
    "albums.take_images_out": ("DELETE", "/images", {"ids": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}),
    "albums.understand_album": ("POST", "/classification", None),
}
"""What changes an album: its owner's alone."""
