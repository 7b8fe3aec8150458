"""Tests of alerts by e-mail."""
