"""The only writer of the catalogue: reading files, merging with curators' edits, storing, exporting."""
