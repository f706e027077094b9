"""Albums of several people: who has which role in an album, what each of them changed, and taking that back."""
