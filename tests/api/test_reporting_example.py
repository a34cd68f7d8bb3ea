"""The worked example: a housing system passes on a concern, over HTTP, and reads back nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.api.machines import Machines
from tests.browser.site import served
from tests.casework.cast import key
from tests.database.server import TestServer

EXAMPLE = Path(__file__).parents[2] / "examples" / "report_a_concern.py"
CONCERN: Mapping[str, object] = {
    "at": "2024-04-08T10:00:00+01:00",
    "account": "A plantedword: the door was broken in.",
    "who": "1 Invented Row",
    "safe_channels": ["phone"],
}


@pytest.fixture(scope="module")
def address(database: TestServer) -> Iterator[str]:
    with served() as at:
        yield at


def sent(address: str, token: str, concern: Mapping[str, object]) -> subprocess.CompletedProcess[str]:
    """Run the example as a housing system would: with Python alone, none of our packages in reach."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(EXAMPLE)],
        env={"PATH": os.environ["PATH"], "LINTEL_URL": address, "LINTEL_TOKEN": token},
        input=json.dumps(concern),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def reported(machines: Machines) -> set[str]:
    """The cases that there are for the lead."""
    said = machines.machine("ines").get("/cases", {"most": 200, "state": "all"}).said
    return {each["id"] for each in said["cases"]}


def test_a_concern_is_passed_on_once_and_nothing_is_read_back(machines: Machines, address: str) -> None:
    token, concern = machines.token("rae"), {**CONCERN, "job": key()}
    before = reported(machines)
    first, again = sent(address, token, concern), sent(address, token, concern)
    (book,) = reported(machines) - before

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == again.stdout
    assert first.stdout.startswith("passed on; receipt ")
    assert book not in first.stdout


def test_what_is_wrong_is_said_without_a_word_of_it(machines: Machines, address: str) -> None:
    done = sent(address, machines.token("rae"), {**CONCERN, "job": key(), "safe_channels": ["plantedword by pigeon"]})

    assert done.returncode == 1
    assert "data.safe_channels" in done.stderr
    assert "plantedword" not in done.stderr + done.stdout


def test_a_token_that_is_over_says_what_to_do(machines: Machines, address: str) -> None:
    done = sent(address, "lintel_over", {**CONCERN, "job": key()})

    assert done.returncode == 1
    assert done.stderr.startswith("401: A token is needed.")


def test_where_nobody_answers_it_is_to_be_tried_again(machines: Machines) -> None:
    done = sent("http://127.0.0.1:9", machines.token("rae"), {**CONCERN, "job": key()})

    assert (done.returncode, done.stdout) == (75, "")
