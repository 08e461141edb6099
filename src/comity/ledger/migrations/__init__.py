"""The history of the ledger's schema, one file a revision."""
