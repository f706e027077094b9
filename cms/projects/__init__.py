"""Projects: a brief, its members, pictures of the library and of the web beside each other."""
