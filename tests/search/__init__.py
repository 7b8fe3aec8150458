"""Tests of search: facets and their counts, text, the snapshot."""
