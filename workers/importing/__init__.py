"""Archives read file by file: what is safe to open becomes images, with what sidecars say of them."""
