"""The room as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Books of entries that are only ever added to."""

    name = "lintel.ledger"
