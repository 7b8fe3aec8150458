"""Imports, from a file's bytes to the catalogue."""
