"""The payroll taken in for the conflict wall: all or nothing, blinded, and told by numbers alone."""

import argparse
import secrets
from pathlib import Path

import pytest
from django.db import connections

from lintel.access import accounts
from lintel.access.models import Staff, StaffMark
from lintel.casework.refusals import NotHere
from lintel.casework.staffmarks import COLUMNS, declare_close, read_lines, take_in
from lintel.cli.staffing import add_staff
from lintel.config.commands import staffing
from lintel.events.faults import InputRefused
from tests.casework.cast import MONDAY, Cast
from tests.casework.closeness import Somebody, join

HEAD = ",".join(COLUMNS)
HER = Somebody("Anwen", "Quillfeather", "1984-02-29", (("1 Invented Row", "ZZ99 1AA"),), "07700 900111")


def payroll(*rows: str) -> str:
    return "\n".join([HEAD, *rows, ""])


def new_handle() -> str:
    return f"s-{secrets.token_hex(5)}"


def taken(text: str, *, close: bool = False, dry_run: bool = False) -> tuple[int, int, int, int]:
    """How many accounts were made, marks changed, left the same, and passed over."""
    came = take_in(read_lines(text, close=close), MONDAY, close=close, dry_run=dry_run)
    return came.made, came.changed, came.same, came.left


def test_whoever_is_in_the_payroll_sees_no_case_of_somebody_close(cast: Cast) -> None:
    book = cast.case()
    join(cast, book, HER, "victim", "sam")
    cast.look(book, "sam")
    row = f'{cast.handle("sam")},Bryn Oddsocks,,"1 INVENTED ROW\nZZ991AA",,'
    assert taken(payroll(row)) == (0, 1, 0, 0)
    with pytest.raises(NotHere):
        cast.look(book, "sam")
    assert taken(payroll(row)) == (0, 0, 1, 0)
    assert taken(payroll(f'{cast.handle("sam")},Bryn Oddsocks,,"2 Madeup Lane, ZZ99 9ZZ",,')) == (0, 1, 0, 0)
    cast.look(book, "sam")


def test_somebody_close_is_added_beside_the_others_and_once(cast: Cast) -> None:
    book = cast.case()
    join(cast, book, HER, "victim", "sam")
    rows = [f"{cast.handle('sam')},{name},1984-02-29,,," for name in ("Anwen Quillfeather", "Bryn Oddsocks")]
    assert taken(payroll(*rows), close=True) == (0, 2, 0, 0)
    assert taken(payroll(*rows), close=True) == (0, 0, 2, 0)
    with pytest.raises(NotHere):
        cast.look(book, "sam")


def test_somebody_declares_for_themself_who_is_close_to_them(cast: Cast) -> None:
    book = cast.case()
    join(cast, book, HER, "household_member", "sam")
    assert declare_close(actor=cast.actor("sam"), said={"names": "Anwen Quillfeather", "date_of_birth": "29/02/1984"})
    assert not declare_close(
        actor=cast.actor("sam"), said={"names": "Quillfeather, Anwen", "date_of_birth": "1984-02-29"}
    )
    with pytest.raises(NotHere):
        cast.look(book, "sam")
    with pytest.raises(InputRefused):
        declare_close(actor=cast.actor("sam"), said={"names": " ", "phone": "unknown"})
    accounts.end_staff(cast.handle("jo"), by=cast.handle("adi"), now=cast.now)
    with pytest.raises(NotHere):
        declare_close(actor=cast.actor("jo"), said={"names": "Anwen Quillfeather"})


def test_a_new_handle_gets_an_account_without_any_role_and_an_ended_one_is_passed_over(cast: Cast) -> None:
    fresh = new_handle()
    accounts.end_staff(cast.handle("jo"), by=cast.handle("adi"), now=cast.now)
    rows = (f"{fresh},Anwen Quillfeather,1984-02-29,,07700 900111,a@example.org", f"{cast.handle('jo')},Jo,,,,")
    assert taken(payroll(*rows)) == (1, 0, 0, 1)
    assert accounts.actor(fresh).live
    assert not accounts.actor(fresh).roles
    assert not StaffMark.objects.filter(staff_id=cast.handle("jo")).exists()
    assert Staff.objects.get(handle=cast.handle("jo")).ended_at is not None


def test_a_dry_run_says_the_same_and_writes_nothing(cast: Cast) -> None:
    fresh = new_handle()
    rows = (f"{fresh},Anwen Quillfeather,,,,", f"{cast.handle('sam')},Sam Oddsocks,,,,")
    assert taken(payroll(*rows), dry_run=True) == (1, 1, 0, 0)
    assert not Staff.objects.filter(handle=fresh).exists()
    assert not StaffMark.objects.filter(staff_id=cast.handle("sam")).exists()
    assert taken(payroll(*rows)) == (1, 1, 0, 0)


def test_what_nobody_can_be_found_by_is_told_by_line_and_column(cast: Cast) -> None:
    rows = (
        f"{cast.handle('sam')},Sam Oddsocks,31 of Juneuary,no fixed abode,ext. 12,not an address",
        f'{cast.handle("jo")},Jo Quillfeather,1991-07-03,"1 Invented Row, ZZ99 1AA",07700 900222,jo@example.org',
    )
    came = take_in(read_lines(payroll(*rows)), MONDAY)
    assert came.unread == ((2, "date_of_birth"), (2, "address"), (2, "phone"), (2, "email"))
    assert (came.changed, came.absent > 0) == (2, True)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", {(1, "line")}),
        ("name\nBryn\n", {(1, "line")}),
        (f"{HEAD},ni_number\n", {(1, "line")}),
        ("handle,name,name\nx,Bryn,Bryn\n", {(1, "line")}),
        (payroll("a b,Bryn,,,,", ",Bryn,,,,"), {(2, "handle"), (3, "handle")}),
        (payroll("x,,,,,", f"y,{'n' * 121},,,,"), {(2, "name"), (3, "name")}),
        (payroll("x,Bryn,,", "y,Bryn,,,,,,"), {(2, "line"), (3, "line")}),
        (payroll("x,Bryn,,,,", "y,Anwen,,,,", "x,Bryn,,,,"), {(2, "handle"), (4, "handle")}),
        (payroll('x,"Bryn,,,,'), {(0, "file")}),
        ("\x00", {(1, "line")}),
    ],
)
def test_a_wrong_file_is_refused_with_all_its_faults_and_without_a_word_of_it(
    text: str, faults: set[tuple[int, str]]
) -> None:
    with pytest.raises(InputRefused) as refused:
        read_lines(text)
    assert {(fault.line, fault.field) for fault in refused.value.faults} == faults
    assert not [word for word in ("Bryn", "Anwen", "ni_number") if word in str(refused.value)]


def test_one_unknown_handle_and_nobody_is_taken_in(cast: Cast) -> None:
    rows = (f"{cast.handle('sam')},Bryn Oddsocks,,,,", f"{new_handle()},Bryn Oddsocks,,,,")
    with pytest.raises(InputRefused) as refused:
        taken(payroll(*rows), close=True)
    assert [fault.line for fault in refused.value.faults] == [3]
    assert not StaffMark.objects.filter(staff_id=cast.handle("sam")).exists()


def test_nothing_that_the_payroll_says_of_anybody_is_in_the_database(cast: Cast) -> None:
    said = ("Zanzibella Quillfeatherstone", "1984-02-29", "1 Invented Row, ZZ99 1AA", "07700 900111", "zb@example.org")
    fields = ",".join(f'"{each}"' for each in said)
    assert taken(payroll(f"{cast.handle('sam')},{fields}")) == (0, 1, 0, 0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT t::text FROM access_staff_mark t WHERE staff_id = %s", [cast.handle("sam")])
        kept = " ".join(row[0] for row in cursor.fetchall()).lower()
    for word in ("zanzi", "quill", "1984", "invented", "zz99", "900111", "example"):
        assert word not in kept
        assert word.encode().hex() not in kept
    kinds = set(StaffMark.objects.filter(staff_id=cast.handle("sam")).values_list("kind", flat=True))
    assert kinds == {"surname", "full_name", "date_of_birth", "address", "postcode", "phone", "email"}


def asked(*words: str) -> argparse.Namespace:
    """The arguments of `lintel staff …`."""
    parser = argparse.ArgumentParser()
    add_staff(parser.add_subparsers())
    return parser.parse_args(["staff", *words])


def test_the_command_prints_numbers_and_no_name(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("\ufeff" + payroll(f"{cast.handle('sam')},Bryn Oddsocks,never,,,"), encoding="utf-8")
    for words, changed in (("--dry-run",), "1 new marks"), ((), "1 new marks"), ((), "0 new marks"):
        assert staffing.take_in(asked("import", str(file), *words)) == 0
        out, error = capsys.readouterr()
        assert changed in out
        assert ("dry run" in out) is bool(words)
        assert error == "line 2: date_of_birth is written so that nobody can be found by it\n"
        assert "Oddsocks" not in out + error
    file.write_bytes(b"handle,name\nx,\xff\n")
    with pytest.raises(InputRefused, match="UTF-8"):
        staffing.take_in(asked("import", str(file)))


def test_leaving_by_command_says_what_stays(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.case()
    colleagues = cast.case(colleague_case=True)
    words = (cast.handle("sam"), "--to", cast.handle("jo"), "--by")
    assert staffing.leave(asked("leave", *words, cast.handle("max"))) == 1
    assert "leads no cases" in capsys.readouterr().err
    assert staffing.cover(asked("cover", *words, cast.handle("ines"))) == 1
    assert staffing.leave(asked("leave", *words, cast.handle("ines"))) == 1
    out = capsys.readouterr().out
    assert "1 given to the new officer" in out
    assert "The account goes on" in out
    assert cast.look(colleagues, "hana").name not in out
    assert staffing.leave(asked("leave", *words, cast.handle("hana"))) == 0
    assert "The account has ended" in capsys.readouterr().out
    assert not accounts.actor(cast.handle("sam")).live


def test_nothing_comes_of_an_empty_file(cast: Cast) -> None:
    assert read_lines(payroll()) == []
    assert taken(payroll()) == (0, 0, 0, 0)
    assert accounts.actor(cast.handle("sam")).live
