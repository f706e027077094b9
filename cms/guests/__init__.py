"""Pictures that guests send through a share link: they wait until the owner of the album takes or refuses them."""
