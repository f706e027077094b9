"""The worker's part in webhooks: what programs of accounts are told is sent to them."""
