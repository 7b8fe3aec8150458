"""Views: each parses, asks, renders."""
