"""Statements from and to other files: folders of statement files, and the formats of the field."""

from comity.ledger.exchange.statement_files import read_statement_files

__all__ = ["read_statement_files"]
