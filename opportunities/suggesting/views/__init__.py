"""The pages on which readers suggest."""
