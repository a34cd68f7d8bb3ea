"""Reading policy files: by path, by id, or by a provider's short name. A bad file is refused with all its faults."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lintel.commitments.compiling import compile_guard, compile_policy
from lintel.commitments.patternchecks import place, shown
from lintel.commitments.policy import Policy, Versions
from lintel.commitments.policychecks import check_calendar, check_commitment, check_guard, check_measure
from lintel.commitments.policyfile import GuardTable
from lintel.commitments.policyshape import Shaped, needs_of, shaped
from lintel.commitments.references import (
    SAFE_DEFAULTS,
    Catalogue,
    Names,
    check_clause,
    check_clauses_named,
    check_guidance,
    check_settings,
)
from lintel.commitments.rules import Guard
from lintel.events.facts import FactType
from lintel.events.registry import KINDS

POLICIES = Path(__file__).parent.parent / "policies"
_DEFAULTS = POLICIES / "safe_defaults.toml"
_NOT_POLICIES = (".examples.toml",)
ABOVE = Catalogue()
"""What a policy may rest on beside its own rules: the staff pages. There are no documents and no registers yet."""


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """One thing wrong with a policy file: where, what, and what to write."""

    file: str
    key: str
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key} {self.wrong}; {self.write}"


class PolicyRefused(ValueError):
    """A policy file cannot be used. `faults` has everything that is wrong with it."""

    def __init__(self, faults: Iterable[PolicyFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def load(path: Path, catalogue: Catalogue = ABOVE) -> Policy:
    """The policy in a file. Raises `PolicyRefused`, naming every fault, for a file that is wrong in any way."""
    return policy_in(parsed(path), path.name, catalogue)


def policy_in(source: Mapping[str, Any], file: str, catalogue: Catalogue = ABOVE) -> Policy:
    """The policy that the tables of a file state. Raises `PolicyRefused`, naming every fault."""
    faults: list[PolicyFault] = []

    def say(key: str, wrong: str, write: str) -> None:
        faults.append(PolicyFault(file, key, wrong, write))

    found = shaped(source, say)
    _check(found, catalogue, say)
    if faults or found.head is None:
        raise PolicyRefused(faults)
    return compile_policy(found.head, found, safe_defaults())


def parsed(path: Path) -> dict[str, Any]:
    """The tables of a file, whatever they are. Raises `PolicyRefused` for what is no TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except OSError as error:
        wrong, write = f"cannot be read ({(error.strerror or 'no reason given').lower()})", "check the path"
        raise PolicyRefused([PolicyFault(str(path), "file", wrong, write)]) from None
    except UnicodeDecodeError:
        wrong, write = "is not UTF-8", "save it as UTF-8"
    except RecursionError:
        wrong, write = "is nested too deeply to be a policy", "write lists of plain values"
    except ValueError as error:  # TOML that is none, or a number of thousands of digits
        wrong, write = _why_no_toml(text, str(error))
    raise PolicyRefused([PolicyFault(path.name, "file", wrong, write)])


def _why_no_toml(text: str, said: str) -> tuple[str, str]:
    """What is wrong with a text that is no TOML, and what to write, by what the reader of TOML said of it."""
    wrong, write = next((words for sign, words in _NO_TOML.items() if sign in said), _NOT_TOML)
    found = re.search(r"at line (\d+), column (\d+)", said)
    if found is None:
        return f"{wrong}: it ends in the middle of something" if "end of document" in said else wrong, write
    line = text.split("\n")[int(found[1]) - 1].strip()
    return f"{wrong} at line {found[1]}, column {found[2]}: {line[:80]}", write


_TWICE = ("states something twice", "leave one of the two out")
_NOT_TOML = ("is not TOML", "docs/policy-format.md shows how each table is written")
_NO_TOML = {
    "twice": _TWICE,
    "overwrite": _TWICE,
    "immutable": _TWICE,
    "redefine": _TWICE,
    "Duplicate": _TWICE,
    "Invalid date": ("states a date that there is not", "write a date without quotes, as 2024-03-01"),
}


def _check(found: Shaped, catalogue: Catalogue, say: Any) -> None:
    """Check everything that tables name, once each table has its shape."""
    names = Names(catalogue, found.named)
    if found.head:
        check_calendar(found.head, say)
    for key, clause in found.clauses:
        check_clause(key, clause, names, say)
    for key, rule in [*found.commitments, *found.guards, *found.measures, *found.guidance]:
        check_clauses_named(key, rule.clause, names, say)
    _check_rules(found, names, say)
    check_settings(found.settings, names, say)
    check_clauses_named("definition", found.definition.clause, names, say)
    _check_listed(
        "definition.connections",
        found.definition.connections,
        KINDS["person.joined"].facts["connection"],
        say,
    )
    _check_listed("definition.types", found.definition.types, KINDS["report.received"].facts["abuse_types"], say)


def _check_rules(found: Shaped, names: Names, say: Any) -> None:
    for key, rule in found.commitments:
        check_commitment(key, rule, say)
    for key, guard in found.guards:
        if guard.id in SAFE_DEFAULTS:
            say(
                key,
                "has the id of a safe default",
                "give it another id; the default holds under every policy",
            )
        needs = [each for either in needs_of(key, guard, say) for each in either]
        check_guard(key, guard, needs, say)
    for key, measure in found.measures:
        check_measure(key, measure, found.named["commitment"], say)
    for key, guidance in found.guidance:
        check_guidance(key, guidance, names, say)


def _check_listed(key: str, values: Iterable[str], fact: FactType, say: Any) -> None:
    for number, value in enumerate(values):
        if value not in fact.values:
            say(place(key, number), f"is {shown(value)}", f"write one of: {', '.join(fact.values)}")


@cache
def safe_defaults() -> tuple[Guard, ...]:
    """The guards that hold under every policy."""
    tables = tomllib.loads(_DEFAULTS.read_text(encoding="utf-8"))["guard"]
    return tuple(compile_guard("safe-defaults", GuardTable.model_validate(table)) for table in tables)


def policy_files() -> list[Path]:
    """The policy files that come with Lintel."""
    return sorted(
        path for path in POLICIES.glob("*.toml") if not path.name.endswith(_NOT_POLICIES) and path != _DEFAULTS
    )


def find(name: str, catalogue: Catalogue = ABOVE) -> Versions:
    """The policy that `name` means: a file, the id of one version, or a provider with all its versions.

    Raises `PolicyRefused` where there is none.
    """
    return Versions([load(path, catalogue) for path in _files(name)])


def file_of(name: str) -> Path:
    """The file of a policy: its path, or that of the newest version that a name means."""
    return _files(name)[-1]


def _files(name: str) -> list[Path]:
    path = Path(name)
    if path.suffix == ".toml" or _is_file(path):
        return [path]
    known = {found: _head(found) for found in policy_files()}
    by_id = [found for found, (policy, _) in known.items() if policy == name]
    by_provider = [found for found, (_, provider) in known.items() if provider == name]
    if not by_id and not by_provider:
        names = ", ".join(sorted({each for head in known.values() for each in head}))
        write = f"write a file's path, or one of: {names}"
        raise PolicyRefused([PolicyFault("policy", shown(name), "is none that Lintel has", write)])
    return by_id or by_provider


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for any file
        return False


@cache
def _head(path: Path) -> tuple[str, str]:
    """The id and the provider of a file that comes with Lintel; only its first table is read."""
    text = path.read_text(encoding="utf-8")
    first = text[text.index("[policy]") :].split("\n[", 1)[0]
    head = tomllib.loads(first)["policy"]
    return head["id"], head["provider"]
