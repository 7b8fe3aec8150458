"""The site as a visitor's browser shows it."""
