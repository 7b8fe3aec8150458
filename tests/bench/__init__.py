"""Measurements, run by `make bench`; in the suite each runs once."""
