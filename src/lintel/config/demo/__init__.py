"""A landlord that does not exist, for trying Lintel out: in a data folder of its own, marked as such."""
