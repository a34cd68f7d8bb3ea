"""Every write to the homes: what the housing system says takes the place of what it said before."""

from dataclasses import asdict

from django.db import transaction

from lintel.homes import models
from lintel.homes.csvfile import Home, Stock, Tenancy
from lintel.tables.changes import Changes, changes


def present() -> Stock:
    """The homes and tenancies that are here."""
    homes = {each.uprn: Home(each.uprn, each.address, each.postcode, each.lsoa, each.bedrooms)
             for each in models.Home.objects.order_by("uprn")}  # fmt: skip
    tenancies = {
        each.reference: Tenancy(each.reference, each.home_id, each.kind, each.held, each.started, each.ended)
        for each in models.Tenancy.objects.order_by("reference")
    }
    return Stock(homes, tenancies)


def compared(stock: Stock) -> tuple[Changes[Home], Changes[Tenancy]]:
    """What a file would change of the homes and of the tenancies; nothing is written."""
    here = present()
    return changes(stock.homes, here.homes), changes(stock.tenancies, here.tenancies)


def take_in(stock: Stock) -> tuple[Changes[Home], Changes[Tenancy]]:
    """Add and change what a file says, in one transaction; what it no longer says stays as it is. What was changed."""
    with transaction.atomic():
        homes, tenancies = compared(stock)
        models.Home.objects.bulk_create(
            [models.Home(**asdict(each)) for each in (*homes.added, *(each.after for each in homes.changed))],
            update_conflicts=True,
            unique_fields=["uprn"],
            update_fields=["address", "postcode", "lsoa", "bedrooms"],
        )
        models.Tenancy.objects.bulk_create(
            [_row(each) for each in (*tenancies.added, *(each.after for each in tenancies.changed))],
            update_conflicts=True,
            unique_fields=["reference"],
            update_fields=["home", "kind", "held", "started", "ended"],
        )
    return homes, tenancies


def _row(tenancy: Tenancy) -> models.Tenancy:
    return models.Tenancy(
        reference=tenancy.reference,
        home_id=tenancy.uprn,
        kind=tenancy.kind,
        held=tenancy.held,
        started=tenancy.started,
        ended=tenancy.ended,
    )
