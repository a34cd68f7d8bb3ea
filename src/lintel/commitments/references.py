"""What a clause says honours it: does each thing that it names exist?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lintel.commitments.patternchecks import Say, did_you_mean, near_event, place, shown
from lintel.commitments.policyfile import ClauseTable, GuidanceTable
from lintel.events.registry import KINDS

FACT = "fact"
SAFE_DEFAULTS = ("safe-contact", "safe-enforcement", "safe-sharing", "safe-closing", "safe-closing-approved")
"""The guards that hold under every policy. Their rules stand in policies/safe_defaults.toml."""

_TOO_LITTLE = ("word", "setting", "definition")
_ABOVE = ("page", "document", "register")

PAGES = frozenset({"today", "case", "record", "report", "commitments", "policy", "people", "administration"})
"""The staff pages, by the names of their addresses; a test compares them with the addresses that there are."""


@dataclass(frozen=True)
class Catalogue:
    """What the parts of Lintel above this one offer by name: its pages, its documents, its registers."""

    pages: frozenset[str] = PAGES
    documents: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()

    def of(self, kind: str) -> frozenset[str]:
        return {"page": self.pages, "document": self.documents, "register": self.registers}[kind]


@dataclass(frozen=True)
class Names:
    """Everything that can be referred to: what stands in a file, by table, and what the catalogue offers."""

    catalogue: Catalogue
    named: Mapping[str, frozenset[str]]

    @property
    def clauses(self) -> frozenset[str]:
        return self.named["clause"]

    def of(self, kind: str) -> frozenset[str] | None:
        """The names that may follow `kind:`; None where there is no such kind."""
        if kind in _ABOVE:
            return self.catalogue.of(kind)
        if kind == "event":
            return frozenset(KINDS)
        table = _TABLE_OF.get(kind)
        if table is None:
            return None
        return self.named[table] | (frozenset(SAFE_DEFAULTS) if kind == "guard" else frozenset())


_TABLE_OF = {
    "commitment": "commitment",
    "guard": "guard",
    "measure": "measure",
    "guidance": "guidance",
    "setting": "settings",
    "word": "words",
    "definition": "definition",
}


def check_clause(key: str, clause: ClauseTable, names: Names, say: Say) -> None:
    """Say what is wrong with what a clause rests on."""
    for number, reference in enumerate(clause.honoured_by):
        check_reference(place(f"{key}.honoured_by", number), reference, names, say)
    for number, reference in enumerate(clause.planned):
        _check_planned(place(f"{key}.planned", number), reference, say)
    if not clause.honoured_by and not clause.planned:
        say(
            f"{key}.honoured_by",
            "is empty",
            "name what honours the clause, or what is planned to in `planned`",
        )
    if FACT in clause.honoured_by:
        _check_fact(key, clause, say)
    kinds = {reference.partition(":")[0] for reference in clause.honoured_by}
    if clause.strength == "must" and kinds and kinds <= set(_TOO_LITTLE):
        say(
            f"{key}.honoured_by",
            "lets a must rest on words, settings or definitions alone",
            "name the commitment, guard, measure, guidance or event that carries it, or move it to `planned`",
        )


def _check_fact(key: str, clause: ClauseTable, say: Say) -> None:
    if clause.strength != "fact":
        say(
            f"{key}.honoured_by",
            f'calls a {clause.strength} a "fact"',
            "name what carries it: somebody has to do it",
        )
    if not clause.because:
        say(f"{key}.because", 'is missing beside "fact"', "say why nobody has to do anything")


def check_reference(key: str, reference: str, names: Names, say: Say) -> None:
    """Say what is wrong with one reference, as `commitment:first-contact`."""
    if reference == FACT:
        return
    kind, _, name = reference.partition(":")
    known = names.of(kind)
    if known is None or not name:
        say(key, f"is {shown(reference)}", _SPELLING)
    elif name not in known and kind in _ABOVE:
        say(
            key,
            f"names {shown(reference)}, which Lintel does not have yet",
            "move it to `planned`, which claims nothing",
        )
    elif name not in known:
        say(key, f"names {shown(reference)}, which there is not", _remedy(kind, name, known))


def _remedy(kind: str, name: str, known: frozenset[str]) -> str:
    """The name that may have been meant, or what to add where a file has nothing of a kind."""
    if kind == "event":
        return near_event(name, "event:")
    if known:
        return did_you_mean(name, known, f"{kind}:")
    tables = {"setting": f"[settings.{name}]", "word": f"{name} to [words]", "definition": f"{name} to [definition]"}
    return f"add {tables.get(kind, f'a [[{kind}]] with that id')}, or name something else"


def _check_planned(key: str, reference: str, say: Say) -> None:
    kind, _, name = reference.partition(":")
    if kind not in (*_ABOVE, "commitment", "guard", "measure", "guidance", "event", "setting") or not name:
        say(key, f"is {shown(reference)}", _SPELLING)


_SPELLING = (
    "write kind:name, the kind one of commitment, guard, measure, guidance, event, setting, word, definition, page, "
    'document, register; or "fact"'
)


def check_clauses_named(key: str, named: Sequence[str], names: Names, say: Say) -> None:
    """Say which of the clauses that a rule carries do not stand in the file."""
    for clause in named:
        if clause not in names.clauses:
            remedy = did_you_mean(clause, names.clauses) if names.clauses else "add the [[clause]]"
            say(f"{key}.clause", f"names {shown(clause)}, which is no clause of this file", remedy)


def check_guidance(key: str, guidance: GuidanceTable, names: Names, say: Say) -> None:
    """Say which of the places where a prompt is to be shown there are not."""
    for number, reference in enumerate(guidance.at):
        where = place(f"{key}.at", number)
        if reference.partition(":")[0] not in ("event", "page"):
            say(where, f"is {shown(reference)}", "write event:KIND or page:NAME")
        elif reference.startswith("page:") and reference.removeprefix("page:") not in names.catalogue.pages:
            say(where, f"names {shown(reference)}, which Lintel does not have yet", "name an event: event:KIND")
        else:
            check_reference(where, reference, names, say)


def check_settings(settings: Mapping[str, object], names: Names, say: Say) -> None:
    """A setting is a table of plain values, so that nothing in it can be mistaken for a rule."""
    for name, table in settings.items():
        key = place("settings", name)
        if not isinstance(table, Mapping):
            say(key, f"is {shown(table)}", f"write [{key}] and its values under it")
            continue
        _check_setting_clauses(key, table.get("clause", []), names, say)
        for word, value in table.items():
            inner = value if isinstance(value, list) else [value]
            if any(isinstance(each, Mapping | list) for each in inner):
                say(place(key, word), "is more than a plain value", "write plain values, or a list of them")


def _check_setting_clauses(key: str, named: object, names: Names, say: Say) -> None:
    if isinstance(named, list) and all(isinstance(each, str) for each in named):
        check_clauses_named(key, named, names, say)
    else:
        say(f"{key}.clause", f"is {shown(named)}", 'write a list of clauses, as ["settle-8.1"]')
