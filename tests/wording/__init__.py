"""Tests of how facts are said."""
