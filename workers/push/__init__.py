"""The worker's part in Web Push: what accounts are told is sent to the push services of their browsers."""
