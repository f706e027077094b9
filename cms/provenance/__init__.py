"""The ledger of where pictures come from: lines are only added, each bound to the one before by its hash."""
