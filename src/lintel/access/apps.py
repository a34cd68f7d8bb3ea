"""The room as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who works here, what they may do, and what they looked at."""

    name = "lintel.access"
