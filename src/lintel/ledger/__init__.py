"""Books of entries that are only ever added to."""
