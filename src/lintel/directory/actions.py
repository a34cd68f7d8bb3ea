"""Every write to the directory: what a file says takes the place of what was said before."""

from django.db import transaction

from lintel.access.asked import rows
from lintel.directory import models
from lintel.directory.csvfile import Agency, Directory, Service
from lintel.tables.changes import Changes, changes

_OF_AN_AGENCY = ("name", "kind", "phone", "email", "website", "emergency", "last_checked")
_OF_A_SERVICE = ("areas", "needs", "languages")


def present() -> Directory:
    """The agencies and services that are here."""
    agencies = {
        handle: Agency(handle, *said)
        for handle, *said in models.Agency.objects.order_by("handle").values_list("handle", *_OF_AN_AGENCY)
    }
    services = {
        (agency, service): Service(agency, service, *(tuple(each) for each in said))
        for agency, service, *said in models.Service.objects.order_by("agency_id", "service").values_list(
            "agency_id", "service", *_OF_A_SERVICE
        )
    }
    return Directory(agencies, services)


def names() -> dict[str, str]:
    """What every agency is called, by its handle."""
    return dict(rows("SELECT handle, name FROM directory_agency", []))


def compared(directory: Directory) -> tuple[Changes[Agency], Changes[Service]]:
    """What a file would change of the agencies and of the services; nothing is written."""
    here = present()
    return changes(directory.agencies, here.agencies), changes(directory.services, here.services)


def take_in(directory: Directory) -> tuple[Changes[Agency], Changes[Service]]:
    """Add and change what a file says, in one transaction; what it no longer says stays as it is. What was changed."""
    with transaction.atomic():
        agencies, services = compared(directory)
        models.Agency.objects.bulk_create(
            [_agency(each) for each in (*agencies.added, *(each.after for each in agencies.changed))],
            update_conflicts=True,
            unique_fields=["handle"],
            update_fields=_OF_AN_AGENCY,
        )
        models.Service.objects.bulk_create(
            [_service(each) for each in (*services.added, *(each.after for each in services.changed))],
            update_conflicts=True,
            unique_fields=["agency", "service"],
            update_fields=_OF_A_SERVICE,
        )
    return agencies, services


def _agency(agency: Agency) -> models.Agency:
    return models.Agency(
        handle=agency.handle,
        name=agency.name,
        kind=agency.kind,
        phone=agency.phone,
        email=agency.email,
        website=agency.website,
        emergency=agency.emergency,
        last_checked=agency.last_checked,
    )


def _service(service: Service) -> models.Service:
    return models.Service(
        agency_id=service.agency,
        service=service.service,
        areas=list(service.areas),
        needs=list(service.needs),
        languages=list(service.languages),
    )
