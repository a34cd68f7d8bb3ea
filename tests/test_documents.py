"""The documents that name parts of Lintel name parts that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAP = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
PACKAGES = ("events", "commitments", "casework", "desk", "api")


def modules(package: str) -> set[str]:
    folder = ROOT / "src" / "lintel" / package
    packages = {path.parent.name for path in folder.glob("*/__init__.py")} - {"migrations"}
    return packages | {path.stem for path in folder.glob("*.py")} - {"__init__", "apps"}


def named(package: str) -> set[str]:
    section = MAP.split(f"## {package}\n")[1].split("\n## ")[0]
    cells = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    return set(re.findall(r"`(\w+)`", " ".join(cells)))


def test_the_map_names_every_module_and_no_other() -> None:
    assert {package: named(package) for package in PACKAGES} == {package: modules(package) for package in PACKAGES}


def test_every_decision_stands_in_the_list() -> None:
    decisions = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (decisions / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in decisions.glob("0*.md")}


def test_every_local_link_of_the_readme_leads_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = {link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link}
    assert {link for link in links if not (ROOT / link).exists()} == set()
