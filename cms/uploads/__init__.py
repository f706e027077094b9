"""Files that come in pieces (tus 1.0): kept while they arrive, then taken in like any other upload."""
