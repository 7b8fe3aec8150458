"""Tests of the small tools that know nothing of funding."""
