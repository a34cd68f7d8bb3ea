"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who people are, found without being named."""

    name = "lintel.people"
