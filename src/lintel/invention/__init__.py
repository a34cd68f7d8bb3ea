"""A year of invented cases: nobody in them is real, and the same seed always tells the same year.

A `story` is put together from `steps`; what the landlord's staff do in them follows a `practice`, which is
read off the landlord's policy. Every step writes into a `casefile`, whose lines are an interchange file.
"""
