"""What somebody may like to see: by the tags and the likeness of what they liked, each with its reason."""
