"""The commands, a file for each part of the house that they open."""
