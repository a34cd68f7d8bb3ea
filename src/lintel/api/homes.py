"""Homes and tenancies, as the housing system exports them."""

from dataclasses import asdict

from ninja import Field, Router

from lintel.api.shapes import Sent, Shown
from lintel.casework import stock
from lintel.signin.asking import Asking

router = Router(tags=["Homes"])


class HomesSent(Sent):
    """A CSV file: a first line of columns, then a line for each tenancy and one for each empty home."""

    csv: str = Field(
        description="uprn,address,postcode,lsoa,bedrooms,tenancy_reference,tenancy_kind,held,started,ended"
    )
    dry_run: bool = Field(False, description="say what would change, and change nothing")


class Counted(Shown):
    """In numbers. `absent` are no longer in the file: they are told, and stay as they are."""

    new: int
    changed: int
    unchanged: int
    absent: int


class HomesTaken(Shown):
    """What became of the homes and of the tenancies, or would have in a dry run."""

    homes: Counted
    tenancies: Counted
    dry_run: bool


@router.post("/homes/import", response=HomesTaken, summary="Take in homes and tenancies")
def take_in(request: Asking, sent: HomesSent) -> HomesTaken:
    """What the housing system says takes the place of what it said before; what it no longer says stays as it is. The
    file is taken in whole or not at all. It may come in parts, each home whole in one of them. Sent twice, it changes
    nothing the second time, so it needs no key.

    **Who may:** officers and DA leads.
    """
    homes, tenancies = stock.take_in(actor=request.actor, text=sent.csv, dry_run=sent.dry_run, now=request.now)
    return HomesTaken(homes=Counted(**asdict(homes)), tenancies=Counted(**asdict(tenancies)), dry_run=sent.dry_run)
