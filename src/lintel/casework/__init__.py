"""The way in to the record, and the way to read it."""
