"""The out-of-hours sheet: everything that is needed, nothing that is not, and open to nobody but its lead."""

import argparse
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from lintel.access.models import Read
from lintel.casework.breakglass import break_glass
from lintel.casework.models import Member
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.sheetprint import Section, Sheet, packed, printed, unpacked
from lintel.casework.sheets import sheet, sheets
from lintel.cli.sheeting import add_sheets
from lintel.config.commands import sheeting, sheetopening
from lintel.sealing.recipients import public_key, seal_to, write_pair
from tests.casework.cast import MONDAY, Cast
from tests.casework.closeness import Somebody, join

HER = Somebody("Anwen", "Quillfeather", "1984-02-29", (("1 Invented Row", "ZZ99 1AA"),), "07700 900111")
HIM = Somebody("Bryn", "Oddsocks", homes=(("9 Madeup Lane", "ZZ99 9ZZ"),), phone="07700 900222")
PLAN = {
    "channels": {"phone": "conditional", "text": "unsafe", "email": "safe"}, "voicemail": False, "letters": False,
    "from_hour": 9, "to_hour": 15, "days": ["mon", "tue"], "officer_gender": "female", "recheck_days": 28,
}  # fmt: skip
WORDS = {
    "numbers": "07700 900123", "code_word": "marmalade", "must_not_know": "her sister", "wording": "the dentist",
    "venue": "the library",
}  # fmt: skip
PLANTED = ("1 Invented Row", "07700 900123", "marmalade", "her sister", "the dentist", "the library", "Quillfeather")


def case_of(cast: Cast, her: Somebody = HER, him: Somebody = HIM) -> tuple[UUID, str]:
    """A case with somebody to be reached and somebody who must not know, and her handle."""
    book = cast.report(facts={"immediate_danger": "yes"})
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "first"})
    person = join(cast, book, her, "victim", "sam")
    join(cast, book, him, "alleged_perpetrator", "sam")
    cast.record(book, "sam", "contact.plan_agreed", PLAN, WORDS, about=[person])
    cast.record(book, "sam", "police.reported", sealed={"reference": "CRIME-REF"})
    cast.record(book, "sam", "marac.referred", {"by": "us"})
    return book, person


def text_of(cast: Cast, book: UUID, by: str = "sam") -> str:
    return printed([sheet(actor=cast.actor(by, stepped_up=True), book=book, now=cast.now)]).text


def lines_of(cast: Cast, book: UUID, heading: str) -> tuple[str, ...]:
    found = sheet(actor=cast.actor("sam", stepped_up=True), book=book, now=cast.now)
    return next(each.lines for each in found.sections if each.heading.startswith(heading))


def test_it_says_how_to_reach_her_where_she_is_who_must_not_know_and_whom_to_ask(cast: Cast) -> None:
    book, _ = case_of(cast)
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "cover"})
    text = text_of(cast, book)
    assert [each for each in PLANTED if each not in text] == []
    assert lines_of(cast, book, "Whose case") == (f"Sam ({cast.handle('sam')})", f"Jo ({cast.handle('jo')}) covers")
    assert lines_of(cast, book, "Who is in it") == ("Anwen Quillfeather: victim", "Bryn Oddsocks: alleged perpetrator")
    assert lines_of(cast, book, "Safe address") == ("Anwen Quillfeather, on 8 Apr 2024: 1 Invented Row, ZZ99 1AA",)
    reach = lines_of(cast, book, "How to reach Anwen Quillfeather")
    assert set(reach) >= {
        "By the plan of 8 Apr 2024, confirmed until 6 May 2024:", "phone: conditional", "text: unsafe", "email: safe",
        "Any other channel: unknown", "Voicemail: no", "Letters: no", "Visits at home: unknown",
        "Only from 9:00 to 15:00", "Only on mon, tue", "Officer asked for: female", "Numbers: 07700 900123",
        "Code word: marmalade", "Say: the dentist", "Meet at: the library", "Phone, on 8 Apr 2024: 07700 900111",
    }  # fmt: skip
    must_not = lines_of(cast, book, "Who must not know")
    assert must_not[:2] == ("Anwen Quillfeather says: her sister", "Bryn Oddsocks (alleged perpetrator)")
    flags = "\n".join(lines_of(cast, book, "Danger"))
    assert re.search("immediate danger: yes(.|\n)*Reported to the police(.|\n)*Referred to MARAC by us", flags)


def test_where_he_can_be_reached_who_reported_it_and_what_was_written_are_not_on_it(cast: Cast) -> None:
    book, _ = case_of(cast)
    cast.record(book, "sam", "note.added", sealed={"note": "PLANTED NOTE"})
    text = text_of(cast, book)
    for word in ("9 Madeup Lane", "07700 900222", "CRIME-REF", "PLANTED NOTE"):
        assert word not in text


@pytest.mark.parametrize(("days", "stale"), [(28, False), (29, True)])
def test_a_plan_that_was_not_confirmed_in_time_says_unknown(cast: Cast, days: int, stale: bool) -> None:
    book, _ = case_of(cast)
    cast.later(days=days)
    reach = lines_of(cast, book, "How to reach")
    assert ("email: unknown" in reach, "email: safe" in reach) == (stale, not stale)
    assert ("Voicemail: unknown" in reach, "Letters: unknown" in reach) == (stale, stale)
    assert any(each.startswith("STALE") for each in reach) is stale
    assert ("Numbers (not confirmed): 07700 900123" in reach) is stale


def test_without_a_plan_every_channel_is_unknown_but_for_what_the_report_called_safe(cast: Cast) -> None:
    book = cast.report()
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam")})
    reach = lines_of(cast, book, "How to reach the person whom it is about")
    assert reach[0].startswith("No plan was agreed: every channel is unknown")
    assert reach[1] == "The report of 8 Apr 2024 called this safe for a first approach: phone"
    assert lines_of(cast, book, "Safe address") == ("None is recorded.",)


@pytest.mark.parametrize(
    ("at_home", "where"),
    [
        ("no", "away from home"),
        ("yes", "(at home too)"),
        (None, "away from home (nobody has asked about at home)"),
    ],
)
def test_a_visit_never_reads_as_safe_at_her_door_unless_she_said_so(
    cast: Cast, at_home: str | None, where: str
) -> None:
    book, person = case_of(cast)
    said = {"channels": {"visit": "safe"}, **({"at_home_visits": at_home} if at_home else {})}
    cast.record(book, "sam", "contact.plan_agreed", said, about=[person])
    assert f"visit {where}: safe" in lines_of(cast, book, "How to reach")


def test_a_number_that_he_has_as_well_is_unsafe_whatever_the_plan_says(cast: Cast) -> None:
    book, _ = case_of(cast, him=Somebody("Bryn", "Oddsocks", phone=HER.phone, otherwise=True))
    reach = lines_of(cast, book, "How to reach")
    assert "phone: unsafe (somebody unsafe has the same one)" in reach


def test_an_address_put_right_or_withdrawn_is_not_given_to_anybody(cast: Cast) -> None:
    book, _ = case_of(cast, her=Somebody("Anwen", "Quillfeather"))
    asked = cast.record(book, "sam", "move.requested")
    done = [
        cast.record(book, "sam", "move.completed", sealed={"address": f"{n} Wrong Road"}, thread=asked.entry).entry
        for n in (1, 2)
    ]
    cast.record(book, "sam", "entry.corrected", {"entry": done[0]}, {"replacement": {"address": "3 Right Road"}})
    cast.record(book, "sam", "entry.corrected", {"entry": done[1], "withdrawn": "mistaken"})
    assert lines_of(cast, book, "Safe address") == ("Moved, on 8 Apr 2024: 3 Right Road",)


def test_only_those_who_answer_for_the_case_or_are_let_in_get_it_and_with_the_second_factor(cast: Cast) -> None:
    book, _ = case_of(cast)
    cast.record(book, "ines", "access.given", {"staff": cast.handle("dee")})
    for name in ("sam", "ines", "dee"):
        with pytest.raises(StepUpNeeded):
            sheet(actor=cast.actor(name), book=book, now=cast.now)
        assert text_of(cast, book, name)
    cast.record(book, "sam", "safeguarding.referred", {"who": "adult"})
    actor = cast.actor("tomos", stepped_up=True)
    break_glass(actor=actor, book=book, code="danger_now", reason="Somebody may be hurt.", now=cast.now, address=True)
    for name in ("tomos", "jo", "olu", "saf", "max", "hana", "aud", "rae", "adi"):
        with pytest.raises(NotHere):
            text_of(cast, book, name)
    cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "friend"})
    with pytest.raises(NotHere):
        text_of(cast, book, "sam")


def test_a_row_that_no_entry_backs_gives_nobody_a_sheet(cast: Cast) -> None:
    book, _ = case_of(cast)
    Member.objects.create(book_id=book, staff=cast.handle("tomos"), how="assigned")
    with pytest.raises(NotHere):
        text_of(cast, book, "tomos")
    assert Read.objects.filter(reader=cast.handle("tomos")).order_by("-seq")[0].ground == "refused:not_here"
    assert list(sheets(actor=cast.actor("tomos", stepped_up=True), clock=lambda: cast.now)) == []


def test_all_of_a_lead_are_of_running_cases_of_theirs_and_each_stands_in_the_read_log(cast: Cast) -> None:
    mine, _ = case_of(cast)
    for each in (cast.case("tomos"), cast.case(colleague_case=True)):
        assert each != mine
    closed = cast.case()
    cast.record(closed, "sam", "closure.proposed", {"outcome": "duplicate"})
    cast.record(closed, "ines", "closure.approved")
    cast.record(closed, "ines", "case.closed", {"outcome": "duplicate", "risk_mitigated": "yes"})
    with pytest.raises(StepUpNeeded):
        list(sheets(actor=cast.actor("ines"), clock=lambda: cast.now))
    with pytest.raises(NotHere):
        list(sheets(actor=cast.actor("rae", stepped_up=True), clock=lambda: cast.now))
    found = list(sheets(actor=cast.actor("sam", stepped_up=True), clock=lambda: cast.now))
    logged = Read.objects.filter(reader=cast.handle("sam"), verb="print", thing="sheet", ground="assigned")
    assert [each.case for each in found] == sorted(cast.look(each.book, "sam").name for each in logged if each.book)
    assert mine in {each.book for each in logged}
    assert closed not in {each.book for each in logged}
    assert len(found) == len(logged) == 2


ODD = Sheet(
    "ab12-cd34", MONDAY, (Section("<h1>", ('<script>alert("x")</script>', "two\nlines & more", "\x1b[2J\u202eABC")),)
)


def test_what_people_said_is_never_anything_else_on_the_page_or_in_the_terminal() -> None:
    both = printed([ODD, ODD])
    assert "<script" not in both.html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in both.html
    assert "two\nlines &amp; more" in both.html
    assert "  - two\n      lines & more" in both.text
    for page in (both.text, both.html):
        assert "\x1b" not in page
        assert "\u202e" not in page
    assert both.html.count("<article>") == 2


def test_the_page_has_a_neutral_title_and_asks_nobody_for_anything() -> None:
    page = printed([ODD]).html
    assert re.findall("<title>(.*)</title>", page) == ["Sheet"]
    assert not re.findall(r"(?i)https?:|\bsrc=|\bhref=|url\(|@import|<link|<img|<iframe", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"text": 1, "html": "x"}', b"\xff"])
def test_what_is_no_file_of_sheets_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match="no file of sheets"):
        unpacked(text)
    assert unpacked(packed([ODD])) == printed([ODD])


def asked(*words: str) -> argparse.Namespace:
    """The arguments of `lintel sheets …`."""
    parser = argparse.ArgumentParser()
    add_sheets(parser.add_subparsers())
    return parser.parse_args(["sheets", *words])


def written(cast: Cast, folder: Path, by: str = "sam") -> Path:
    """The sealed file of somebody's sheets; the keys are beside it."""
    if not (folder / "key").exists():
        write_pair(folder / "key")
    arguments = asked("write", str(folder), "--recipient", str(folder / "key.pub"), "--by", cast.handle(by))
    assert sheeting.write(arguments) == 0
    (sealed,) = folder.glob("*.sealed")
    return sealed


def test_the_sealed_file_shows_nothing_and_opens_with_the_key_alone(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, _ = case_of(cast)
    name = cast.look(book, "sam").name
    sealed = written(cast, tmp_path)
    inside = sealed.read_bytes()
    assert [each for each in (*PLANTED, name, "Sheet", "Case") if each.encode() in inside] == []
    assert re.fullmatch(r"sheet-[0-9a-f]{8}\.sealed", sealed.name)
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    capsys.readouterr()
    for how, begins in (((), "=" * 72), (("--html",), "<!doctype html>")):
        assert sheetopening.open_sheets(asked("open", str(sealed), "--key", str(tmp_path / "key"), *how)) == 0
        said = capsys.readouterr().out
        assert said.startswith(begins)
        assert [each for each in (*PLANTED, name) if each not in said] == []
    assert Read.objects.filter(reader=cast.handle("sam"), verb="print", thing="sheet", book=book).count() == 1


def test_the_newest_sheets_take_the_place_of_the_last_ones(cast: Cast, tmp_path: Path) -> None:
    case_of(cast)
    first = written(cast, tmp_path).read_bytes()
    second = written(cast, tmp_path).read_bytes()
    assert first != second
    assert sorted(each.name[:5] for each in tmp_path.iterdir()) == ["key", "key.p", "sheet"]


def test_another_key_or_a_changed_file_opens_nothing(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_of(cast)
    sealed = written(cast, tmp_path)
    write_pair(tmp_path / "other")
    changed = tmp_path / "changed"
    changed.write_bytes(sealed.read_bytes()[:-1] + b"x")
    (tmp_path / "sheet").write_text("no sheet", encoding="utf-8")
    capsys.readouterr()
    for file, key in ((sealed, "other"), (changed, "key"), (tmp_path / "sheet", "key"), (sealed, "key.pub")):
        assert sheetopening.open_sheets(asked("open", str(file), "--key", str(tmp_path / key))) == 1
        out, error = capsys.readouterr()
        assert (out, error != "") == ("", True)


@pytest.mark.parametrize("by", ["rae", "max", "adi", "nobody"])
def test_nobody_without_cases_gets_a_file(cast: Cast, tmp_path: Path, by: str) -> None:
    write_pair(tmp_path / "key")
    arguments = asked("write", str(tmp_path), "--recipient", str(tmp_path / "key.pub"), "--by", cast.handle(by))
    assert sheeting.write(arguments) == 1
    assert not list(tmp_path.glob("*.sealed"))


def test_a_file_opens_where_there_is_no_database_and_nothing_that_needs_one(tmp_path: Path) -> None:
    (tmp_path / "sealed").write_bytes(seal_to(public_key(write_pair(tmp_path / "key")), packed([ODD])))
    code = (
        "import argparse, sys; from lintel.cli.sheeting import add_sheets; p = argparse.ArgumentParser();"
        "add_sheets(p.add_subparsers()); a = p.parse_args(sys.argv[1:]); code = a.run(a);"
        "assert not {'django', 'psycopg'} & set(sys.modules); sys.exit(code)"
    )
    environment = {
        name: text for name, text in os.environ.items() if not name.startswith(("LINTEL", "DATABASE", "DJANGO"))
    }
    command = [sys.executable, "-c", code, "sheets", "open", str(tmp_path / "sealed"), "--key", str(tmp_path / "key")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "ab12-cd34" in done.stdout


def test_keys_are_made_once_and_the_private_one_is_for_its_owner_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sheetopening.new_key(asked("key", "new", str(tmp_path / "mine"))) == 0
    before = (tmp_path / "mine").read_bytes()
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o600
    assert sheetopening.new_key(asked("key", "new", str(tmp_path / "mine"))) == 1
    assert (tmp_path / "mine").read_bytes() == before
    assert before.split()[1].decode() not in capsys.readouterr().out
