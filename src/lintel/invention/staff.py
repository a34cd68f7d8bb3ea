"""The invented staff of a landlord, by the handles with which they sign."""

OFFICERS = ("sam", "jo", "alex", "tomos", "mina", "yemi")
MANAGER = "robin"
LEAD = "noor"
DIRECTOR = "ines"
NEWCOMER = "kit"
"""Joined in the course of the year."""
AUDITOR = "outside-auditor"
EVERYBODY = (*OFFICERS, MANAGER, LEAD, DIRECTOR)
