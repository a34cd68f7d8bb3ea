"""Finding somebody in one's own cases. What is searched for is sent, and stands in no address."""

from uuid import UUID

from ninja import Field, Router

from lintel.api.shapes import Sent, Shown, Words
from lintel.casework import finding
from lintel.signin.asking import Asking

router = Router(tags=["People"])


class SearchSent(Sent):
    """What is known of somebody: at least one thing. It is kept nowhere."""

    names: Words = ""
    date_of_birth: Words = Field("", description="as 1985-03-27")
    phone: Words = ""
    email: Words = ""
    address: Words = Field("", description="a house number or name and a postcode, or a postcode")
    reference: Words = Field("", description="the reference of a case")


class HitShown(Shown):
    """Somebody in a case of yours, and what agrees; or the case of that reference."""

    case: UUID
    reference: str
    state: str
    officer: str | None
    role: str | None
    called: str | None
    agrees: list[str]


class HitsShown(Shown):
    """Whoever was found, the likeliest first; at most fifty."""

    found: list[HitShown]


@router.post("/people/search", response=HitsShown, summary="Find somebody in your cases")
def search(request: Asking, sent: SearchSent) -> HitsShown:
    """Whoever in a case that you may list agrees with any of what is said. Of other cases it says nothing, nor that
    there are any. It changes nothing; only how many were found is written into the read log.

    **Who may:** whoever works cases.
    """
    said = {name: said for name, said in sent.model_dump().items() if said.strip()}
    reference = said.pop("reference", "")
    hits = finding.find(actor=request.actor, said=said, reference=reference, now=request.now)
    return HitsShown(
        found=[
            HitShown(
                case=each.book, reference=each.case, state=each.state, officer=each.officer, role=each.role,
                called=each.called, agrees=sorted(each.agrees),
            )
            for each in hits
        ]
    )  # fmt: skip
