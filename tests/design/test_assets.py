"""What browsers load is what our sources make, and nothing else is."""

import gzip
import hashlib
import json
import re
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client

from lintel.design.built import FOLDER, KEPT_FOR_GOOD, LIST

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "assets"
LISTED = json.loads(LIST.read_text(encoding="utf-8"))


def sums(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_the_files_are_those_listed_byte_for_byte() -> None:
    assert sorted(each.name for each in FOLDER.iterdir()) == sorted(
        name + packed for name in LISTED["files"] for packed in ("", ".gz")
    )
    assert sums(FOLDER, list(LISTED["files"])) == LISTED["files"]


def test_what_is_sent_packed_is_the_same_file() -> None:
    for name in LISTED["files"]:
        assert gzip.decompress((FOLDER / f"{name}.gz").read_bytes()) == (FOLDER / name).read_bytes(), name


def test_the_sources_are_those_that_were_built() -> None:
    written = [
        str(each.relative_to(ASSETS))
        for folder in ("images", "scripts", "styles")
        for each in (ASSETS / folder).iterdir()
    ]
    written += ["build.mjs", "fixtures.mjs", "package.json", "package-lock.json"]
    assert sums(ASSETS, written) == LISTED["sources"], "a source has changed: run script/assets"


def test_the_versions_are_pinned_exactly() -> None:
    package = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    assert wanted == LISTED["made_with"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_they_come_out_the_same_when_built_again() -> None:
    again = subprocess.run([ROOT / "script" / "assets", "--check"], capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize(
    "mark", ["govuk-crest", "GDS Transport", "crown", "govuk-logo", "url(http", "url(//", "url(data", "//# source"]
)
def test_nothing_of_the_government_and_nothing_of_another_host_is_in_the_style_sheet(mark: str) -> None:
    (name,) = FOLDER.glob("app-*.css")
    assert mark not in name.read_text(encoding="utf-8")


def test_pages_ask_for_each_file_by_what_is_in_it() -> None:
    for name in ("lintel/app.css", "lintel/app.js", "lintel/icon.svg"):
        address = static(name)
        assert re.search(KEPT_FOR_GOOD, address)
        with closing(Client().get(address)) as answer:
            assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=315360000, public, immutable")


@pytest.mark.usefixtures("database")
def test_a_file_of_no_such_name_is_not_served() -> None:
    assert Client().get("/static/lintel/app.css").status_code == 404
