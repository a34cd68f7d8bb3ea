"""The room as Django knows it."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The way in to the record, and the way to read it."""

    name = "lintel.casework"
