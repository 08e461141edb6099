"""Statements from and to the files of others: gold standards, other coders' events, tables for statistics, releases."""
