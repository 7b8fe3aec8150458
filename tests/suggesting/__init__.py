"""Tests of what readers suggest."""
