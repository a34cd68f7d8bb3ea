"""Files of a case: taken in as evidence, sealed as they came, and shown only as a copy that was cleaned."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from lintel.access.accounts import Actor
from lintel.casework.doors import opened
from lintel.casework.record import DOCUMENT, Draft, Recorded, add, digest_of, submitted
from lintel.casework.refusals import NotHere
from lintel.ledger import actions, queries
from lintel.ledger.models import Attachment
from lintel.uploads.accepting import Accepted, accept
from lintel.uploads.caps import CAPS, within_quota


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as it may be shown: to be sent as an attachment under this name, never as a page of ours."""

    content: bytes
    content_type: str
    name: str


def add_document(
    *, actor: Actor, book: UUID, draft: Draft, content: bytes, declared_name: str | None, now: datetime
) -> Recorded:
    """Record a file in a case: `document.added`, the original sealed beside it with its hash.

    The file is read and cleaned before the door is asked: it takes seconds, and no transaction waits for it.
    Raises `UploadRefused` with everything that is wrong with the file, and what `record` does.
    """
    if draft.event != DOCUMENT:
        raise NotHere
    accepted = accept(content, declared_name)
    whole = replace(draft, sealed={**draft.sealed, "file": _described(accepted)})
    with opened(actor, book, "record", "document", now) as door:
        actions.lock(book)
        digest = digest_of(whole, book.hex)
        if before := submitted(actor.handle, draft.key, digest):
            return Recorded(before.entry, before.seq, again=True)
        within_quota(len(content), _kept(book_id=book), _kept(by=actor.handle), CAPS)
        attachment = actions.attach(book, accepted.original, accepted.served, actor.handle)
        return add(door, whole, digest, now, attachment=attachment)


def _described(accepted: Accepted) -> dict[str, str]:
    """What is kept of a file beside its bytes; its own name is not."""
    return {"sha256": accepted.sha256, "content_type": accepted.content_type, "name": accepted.name}


def _kept(**whose: object) -> int:
    return int(Attachment.objects.filter(**whose).aggregate(kept=Sum("size"))["kept"] or 0)


def show_document(*, actor: Actor, book: UUID, entry: str, now: datetime) -> Shown:
    """The copy of a file that may be shown. Raises `NotHere` where there is none, or none for this person."""
    with opened(actor, book, "read", "document", now) as door:
        found = queries.chronicles([book], names={book: door.name}, with_sealed=True)[book]
        said = next((each.sealed.get("file") for each in found.entries if each.id == entry), None)
        content = queries.file_shown(book, entry)
        if not isinstance(said, dict) or content is None:
            raise NotHere
        return Shown(content, said["content_type"], said["name"])
