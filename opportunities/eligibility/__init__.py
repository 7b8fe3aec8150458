"""Who can apply: criteria as plain values."""
