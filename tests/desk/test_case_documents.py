"""Files of a case: added on its page, and sent as a copy to be saved under a name that says nothing."""

import html
import io
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lintel.ledger.actions import head
from tests.casework.cast import key
from tests.desk.caselike import plain, text_of
from tests.desk.conftest import Desk


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


def sent(desk: Desk, book: UUID, content: bytes, name: str = "DASH_Grace.jpg", **said: str) -> tuple[int, str]:
    form = {"key": key(), "seen": str(head(book)[0]), "kind": "photo", **said}
    file = SimpleUploadedFile(name, content)
    answer = desk.browser("sam").post(f"/case/{book}/documents", {**form, "file": file})
    return answer.status_code, html.unescape(plain(answer))


def test_a_file_is_kept_listed_and_sent_to_be_saved_under_a_neutral_name(desk: Desk) -> None:
    book = desk.case()
    assert sent(desk, book, photo(), note="her arm")[0] == 302
    page = html.unescape(text_of(desk.browser("ines").get(f"/case/{book}/documents")))
    assert "Note:</strong> her arm" in page
    assert "Grace" not in page
    answer = desk.browser("ines").get(f"/case/{book}/documents/{head(book)[0]}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="document.jpg"'
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)


def test_only_of_a_picture_the_page_says_that_where_it_was_taken_is_gone(desk: Desk) -> None:
    picture, text = desk.case(), desk.case()
    sent(desk, picture, photo())
    sent(desk, text, b"plain words", "letter.txt", kind="letter")
    pages = [text_of(desk.browser("sam").get(f"/case/{book}/documents")) for book in (picture, text)]
    assert ["Where it was taken" in page for page in pages] == [True, False]
    assert ["Save a copy" in page for page in pages] == [True, True]


def test_a_recording_is_no_kind_of_file_that_is_taken(desk: Desk) -> None:
    book = desk.case()
    assert 'value="recording"' not in text_of(desk.browser("sam").get(f"/case/{book}/documents"))
    assert sent(desk, book, photo(), kind="recording")[0] == 422


def test_a_file_that_is_not_taken_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    book = desk.case()
    before = head(book)
    status, said = sent(desk, book, b"<script>alert(1)</script>", "page.html", note="kept words")
    assert status == 422
    assert "There is a problem" in said
    assert "kept words" in said
    assert head(book) == before


def test_a_file_that_says_another_kind_by_its_name_is_not_taken(desk: Desk) -> None:
    status, said = sent(desk, desk.case(), photo(), "letter.pdf")
    assert status == 422
    assert "The end of the file's name says" in said


def test_without_a_file_or_a_kind_both_are_asked_for(desk: Desk) -> None:
    book = desk.case()
    answer = desk.browser("sam").post(f"/case/{book}/documents", {"key": key(), "seen": "3", "kind": "tattoo"})
    said = html.unescape(plain(answer))
    assert answer.status_code == 422
    assert "Choose a file" in said
    assert "Choose what kind of file it is" in said


def test_the_same_form_sent_twice_keeps_one_file(desk: Desk) -> None:
    book, form = desk.case(), key()
    seen = str(head(book)[0])
    assert [sent(desk, book, photo(), key=form, seen=seen)[0] for _ in range(2)] == [302, 302]
    kept = [entry for entry in desk.look(book, "sam").entries if entry.event == "document.added"]
    assert len(kept) == 1


def test_nothing_but_a_file_is_sent_as_one(desk: Desk) -> None:
    book = desk.case()
    assert desk.browser("sam").get(f"/case/{book}/documents/1").status_code == 404
    assert desk.browser("sam").get(f"/case/{book}/documents/99").status_code == 404


def test_a_file_is_for_those_who_may_see_the_case(desk: Desk) -> None:
    book = desk.case()
    sent(desk, book, photo())
    assert desk.browser("jo").get(f"/case/{book}/documents/{head(book)[0]}").status_code == 404
