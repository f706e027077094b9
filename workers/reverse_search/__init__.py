"""Which pictures look like this one: copies by fingerprint, likeness by the distance of embeddings."""
