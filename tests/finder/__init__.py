"""Tests of the one read path: the query in an address, and its answer."""
