"""The worker's part in saved searches: whether more is found than their owners were told of."""
