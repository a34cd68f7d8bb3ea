"""Nobody writes a line of their own into a log, or makes a chain read otherwise than it was written."""

from dataclasses import replace
from functools import partial

import psycopg
import pytest
from django.db import DatabaseError

from bench.installation import signed_in
from bench.races import begin_case
from lintel.casework.look import look
from lintel.embedded.folder import Layout
from lintel.ledger.verification import verify
from tests.faults.conftest import Running
from tests.faults.planted import Plants
from tests.faults.planting import Planter
from tests.faults.test_planted import heard

FORGED = "2024-04-08 09:00:00 UTC [1] LOG:  Qwyblix"


def lines_of(running: Running) -> list[str]:
    """The lines of the server's log."""
    return Layout(running.installation.folder).log.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_words_with_the_end_of_a_line_in_them_begin_no_line_of_any_log(running: Running, ends: str) -> None:
    planter = Planter(running.installation, Plants("Qwyblix"))
    with running.installation.opened(), heard() as logged:
        case = begin_case("w0", planter.now)
        planter.record(case, planter.draft("note.added", case, sealed={"note": f"She rang.{ends}{FORGED}"}))
        for wrong in ({"facts": {"channel": f"x{ends}{FORGED}"}}, {"facts": {f"x{ends}{FORGED}": "y"}},
                      {"about": [f"v1{ends}{FORGED}"]}, {"thread": f"e1{ends}{FORGED}"}):  # fmt: skip
            draft = planter.draft("contact.attempted", case, **wrong)
            planter.kept(partial(planter.record, case, draft))
    said = [line for each in [*logged, *map(str, planter.refused), *lines_of(running)] for line in each.splitlines()]
    assert len(planter.refused) == 4
    assert [line for line in said if "Qwyblix" in line] == []


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\t", "\\n", "\\\\", "\x85", "é"])
def test_signs_in_the_id_of_a_request_do_not_break_the_chain_of_the_read_log(running: Running, sign: str) -> None:
    with running.installation.opened():
        now = running.installation.now
        case = begin_case("w0", now)
        asked = replace(signed_in("w1"), request=f"r1{sign}{FORGED}"[:64], origin=f"192.0.2.1{sign}x")
        look(actor=asked, book=case, now=now)
    with psycopg.connect(running.installation.app) as connection:
        assert verify(connection, None, None).whole
    assert [line for line in lines_of(running) if "Qwyblix" in line] == []


@pytest.mark.parametrize("sign", ["\x1f", "\0", "\ud800"])
def test_nothing_is_shown_where_the_id_of_a_request_cannot_be_written_down(running: Running, sign: str) -> None:
    with running.installation.opened():
        now = running.installation.now
        case = begin_case("w0", now)
        asked = replace(signed_in("w1"), request=f"r1{sign}r2")
        with pytest.raises((ValueError, DatabaseError)):
            look(actor=asked, book=case, now=now)
