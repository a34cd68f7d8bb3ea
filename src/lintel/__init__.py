"""Lintel: what a social landlord owes somebody who told it about domestic abuse, and whether it was done."""
