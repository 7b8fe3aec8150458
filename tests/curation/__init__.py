"""Tests of the catalogue's way in and out."""
