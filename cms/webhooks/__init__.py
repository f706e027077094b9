"""What programs of an account are told: the same as the account, signed, sent again until it is taken."""
