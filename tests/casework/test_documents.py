"""Files of a case."""

import hashlib
import io
from uuid import UUID

import pytest
from PIL import Image

from lintel.casework.documents import add_document, show_document
from lintel.casework.record import Draft, Recorded
from lintel.casework.refusals import NotHere
from lintel.ledger import keys
from lintel.ledger.actions import head
from lintel.ledger.models import Attachment, Row
from lintel.ledger.rows import file_place
from lintel.sealing.aead import unseal
from lintel.uploads.refusal import UploadRefused
from tests.casework.cast import Cast, key

PLANTED = b"PLANTED-51.5007N-0.1246W"


def photo() -> bytes:
    """A picture that says where it was taken."""
    picture = Image.new("RGB", (40, 30), "white")
    exif = Image.Exif()
    exif[0x010E] = PLANTED.decode()
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def add(cast: Cast, book: UUID, content: bytes, form: str | None = None, by: str = "sam") -> Recorded:
    draft = Draft(event="document.added", at=cast.now, seen=head(book)[0], key=form or key(), facts={"kind": "photo"})
    who = cast.actor(by)
    return add_document(actor=who, book=book, draft=draft, content=content, declared_name="DASH_Jane.jpg", now=cast.now)


def test_the_original_is_kept_sealed_and_the_copy_shown_says_nothing_of_the_place(cast: Cast) -> None:
    book = cast.case()
    content = photo()
    assert PLANTED in content
    done = add(cast, book, content)
    shown = show_document(actor=cast.actor("ines"), book=book, entry=done.entry, now=cast.now)
    assert PLANTED not in shown.content
    assert "Jane" not in shown.name
    row = Row.objects.get(book_id=book, entry=done.entry)
    kept = Attachment.objects.get(book_id=book, digest=row.attachment)
    original = unseal(keys.key_of(book), bytes(kept.original), file_place(book, "original"))
    assert original == content
    said = cast.look(book, "sam").entries[-1].sealed["file"]
    assert isinstance(said, dict)
    assert said["sha256"] == hashlib.sha256(content).hexdigest()
    assert "Jane" not in repr(said)
    assert PLANTED not in bytes(kept.original) + bytes(kept.served)


def test_the_same_form_sent_twice_keeps_one_file(cast: Cast) -> None:
    book, form, content = cast.case(), key(), photo()
    seen = head(book)[0]
    draft = Draft(event="document.added", at=cast.now, seen=seen, key=form, facts={"kind": "photo"})
    who = cast.actor("sam")
    for again in (False, True):
        done = add_document(actor=who, book=book, draft=draft, content=content, declared_name=None, now=cast.now)
        assert done.again == again
    assert Attachment.objects.filter(book_id=book).count() == 1


def test_a_refused_file_leaves_nothing_behind(cast: Cast) -> None:
    book = cast.case()
    before = head(book)
    with pytest.raises(UploadRefused):
        add(cast, book, b"MZ\x90\x00 a program")
    with pytest.raises(NotHere):
        add(cast, book, photo(), by="jo")
    assert (head(book), Attachment.objects.filter(book_id=book).count()) == (before, 0)


def test_a_file_is_not_shown_to_whom_the_case_is_not(cast: Cast) -> None:
    book = cast.case()
    done = add(cast, book, photo())
    for name in ("jo", "max", "adi"):
        with pytest.raises(NotHere):
            show_document(actor=cast.actor(name), book=book, entry=done.entry, now=cast.now)
