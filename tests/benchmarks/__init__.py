"""Tests of what the benches rest on."""
