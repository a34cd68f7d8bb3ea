"""What leaves the building, and what may not."""
