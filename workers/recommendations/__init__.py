"""The worker's part in recommendations: which pictures are near to one that somebody likes."""
