"""What Lintel is made with is locked by its hashes, and its licences and its bill of materials are written down."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from bench.supply import LICENCES, NPM_LOCK, SBOM, Part, licences, not_allowed, parts, sbom

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
PACKAGES: list[dict[str, Any]] = LOCK["package"]
UV = (ROOT / "script" / "uv.txt").read_text(encoding="utf-8")
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
MOST_DIRECT = 30


def ours() -> dict[str, Any]:
    return next(each for each in PACKAGES if each["source"] == {"editable": "."})


def locked_as(each: dict[str, Any]) -> Requirement:
    return Requirement(f"{each['name']}[{','.join(each.get('extras', ()))}]{each.get('specifier', '')}")


def test_the_lock_is_of_what_the_project_asks_for() -> None:
    said = ours()["metadata"]
    locked = {"": said["requires-dist"], **said["requires-dev"]}
    asked = {"": PROJECT["project"]["dependencies"], **PROJECT["dependency-groups"]}

    assert {group: {locked_as(each) for each in found} for group, found in locked.items()} == {
        group: {Requirement(each) for each in found} for group, found in asked.items()
    }, "run script/lock"


def test_every_file_in_the_lock_has_its_hash_and_comes_from_one_place() -> None:
    others = [each for each in PACKAGES if each != ours()]
    files = [file for each in others for file in [*each.get("wheels", ()), *filter(None, [each.get("sdist")])]]

    assert {json.dumps(each["source"]) for each in others} == {'{"registry": "https://pypi.org/simple"}'}
    assert [each["url"] for each in files if not SHA256.fullmatch(each["hash"])] == []
    assert {each["url"].split("/")[2] for each in files} == {"files.pythonhosted.org"}


def test_nothing_is_built_here_from_sources_that_ask_for_more() -> None:
    assert [each["name"] for each in PACKAGES if not each.get("wheels") and each != ours()] == []


def test_what_installs_it_is_pinned_with_hashes_and_in_step() -> None:
    pins = re.findall(r"^([a-z]\S*)", UV, re.MULTILINE)
    backend = PROJECT["build-system"]["requires"]

    assert len(pins) == 1
    assert pins[0].startswith("uv==")
    assert all(SHA256.fullmatch(each) for each in re.findall(r"--hash=(\S+)", UV))
    assert (ROOT / "script" / "uv.in").read_text(encoding="utf-8").strip() == backend[0].replace("uv_build", "uv")
    assert "--require-hashes" in (ROOT / "script" / "bootstrap").read_text(encoding="utf-8")


def test_every_package_of_the_pages_has_its_hash() -> None:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    others = {path: each for path, each in packages.items() if path}

    assert [path for path, each in others.items() if not each.get("integrity", "").startswith("sha512-")] == []
    named = {each["resolved"].split("/")[2] for each in others.values() if "resolved" in each}
    assert named <= {"registry.npmjs.org"}


def test_few_packages_are_asked_for_by_name() -> None:
    assert len(PROJECT["project"]["dependencies"]) <= MOST_DIRECT


def test_the_page_of_licences_has_every_package_at_its_locked_version() -> None:
    found = parts()
    locked = {(each["name"], each["version"]) for each in PACKAGES}
    page = LICENCES.read_text(encoding="utf-8")
    rows = {line for line in page.splitlines() if line.startswith("| ")}
    of_python = re.findall(r"^\| (\S+) \| (\S+) \| .* \| (?:runs|tests) \|$", page, re.MULTILINE)

    assert {line for line in licences(found).splitlines() if line.startswith("| ")} <= rows, "run script/lock"
    assert set(of_python) <= locked, "run script/lock"  # a few are for other machines than this one


def test_every_licence_is_one_that_is_allowed() -> None:
    assert not_allowed(parts()) == []


def test_a_licence_that_is_not_allowed_is_found() -> None:
    found = [
        Part("a", "1", "MIT", "runs"),
        Part("b", "1", "GPL-3.0-or-later OR MIT", "runs"),
        Part("c", "1", "MIT AND AGPL-3.0-only", "runs"),
        Part("d", "1", "says nothing", "tests"),
        Part("djlint", "1", "GPL-3.0-or-later", "runs"),
    ]
    assert not_allowed(found) == ["c: MIT AND AGPL-3.0-only", "d: says nothing", "djlint: GPL-3.0-or-later"]


def test_the_bill_of_materials_is_of_this_lock() -> None:
    kept, made = json.loads(SBOM.read_text(encoding="utf-8")), json.loads(sbom(parts()))
    of_python = [each for each in kept["components"] if each["purl"].startswith("pkg:pypi/")]

    assert {each["purl"] for each in kept["components"]} == {each["purl"] for each in made["components"]}
    assert {each["purl"]: each["externalReferences"] for each in of_python} == {
        each["purl"]: each["externalReferences"] for each in made["components"] if "externalReferences" in each
    }, "run script/lock"
    assert kept["bomFormat"] == "CycloneDX"
