"""What a clause says honours it: does each thing that it names exist?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lintel.commitments.patternchecks import Say, did_you_mean
from lintel.commitments.policyfile import ClauseTable, GuidanceTable, Rule
from lintel.events.registry import KINDS

FACT = "fact"
SAFE_DEFAULTS = ("safe-contact", "safe-enforcement", "safe-closing", "safe-closing-approved")
"""The guards that hold under every policy. Their rules stand in policies/safe_defaults.toml."""

_TOO_LITTLE = ("word", "setting", "definition")
_ABOVE = ("page", "document", "register")


@dataclass(frozen=True)
class Catalogue:
    """What the parts of Lintel above this one offer by name: its pages, its documents, its registers."""

    pages: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()

    def of(self, kind: str) -> frozenset[str]:
        return {"page": self.pages, "document": self.documents, "register": self.registers}[kind]


@dataclass
class Names:
    """Everything in a file that can be referred to, by the word that refers to it."""

    catalogue: Catalogue
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    settings: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    definition: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()

    def of(self, kind: str) -> frozenset[str] | None:
        """The names that may follow `kind:`; None where there is no such kind."""
        if kind in _ABOVE:
            return self.catalogue.of(kind)
        own = frozenset(rule.id for rule in self.rules.get(kind, []))
        return {
            "commitment": own,
            "guard": own | frozenset(SAFE_DEFAULTS),
            "measure": own,
            "guidance": own,
            "event": frozenset(KINDS),
            "setting": self.settings,
            "word": self.words,
            "definition": self.definition,
        }.get(kind)


def check_clause(key: str, clause: ClauseTable, names: Names, say: Say) -> None:
    """Say what is wrong with what a clause rests on."""
    for place, reference in enumerate(clause.honoured_by):
        check_reference(f"{key}.honoured_by[{place}]", reference, names, say)
    for place, reference in enumerate(clause.planned):
        _check_planned(f"{key}.planned[{place}]", reference, say)
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
            "lets a must rest on a word or a setting alone",
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
        say(key, f'is "{reference}"', _SPELLING)
    elif name not in known and kind in _ABOVE:
        say(
            key,
            f'names "{reference}", which Lintel does not have yet',
            "move it to `planned`, which claims nothing",
        )
    elif name not in known:
        remedy = did_you_mean(name, known) if known else f"this file has no {kind}"
        say(key, f'names "{reference}", which there is not', remedy)


def _check_planned(key: str, reference: str, say: Say) -> None:
    kind, _, name = reference.partition(":")
    if kind not in (*_ABOVE, "commitment", "guard", "measure", "guidance", "event", "setting") or not name:
        say(key, f'is "{reference}"', _SPELLING)


_SPELLING = (
    "write kind:name, the kind one of commitment, guard, measure, guidance, event, setting, word, definition, page, "
    'document, register; or "fact"'
)


def check_clauses_named(key: str, named: Sequence[str], names: Names, say: Say) -> None:
    """Say which of the clauses that a rule carries do not stand in the file."""
    for clause in named:
        if clause not in names.clauses:
            remedy = did_you_mean(clause, names.clauses) if names.clauses else "add the [[clause]]"
            say(f"{key}.clause", f'names "{clause}", which is no clause of this file', remedy)


def check_guidance(key: str, guidance: GuidanceTable, names: Names, say: Say) -> None:
    """Say which of the places where a prompt is to be shown there are not."""
    for place, reference in enumerate(guidance.at):
        if reference.partition(":")[0] not in ("event", "page"):
            say(f"{key}.at[{place}]", f'is "{reference}"', "write event:KIND or page:NAME")
        else:
            check_reference(f"{key}.at[{place}]", reference, names, say)


def check_settings(settings: Mapping[str, object], names: Names, say: Say) -> None:
    """A setting is a table of plain values, so that nothing in it can be mistaken for a rule."""
    for name, table in settings.items():
        if not isinstance(table, Mapping):
            say(f"settings.{name}", "is no table", f"write [settings.{name}] and its values under it")
            continue
        check_clauses_named(f"settings.{name}", [str(each) for each in table.get("clause", [])], names, say)
        for key, value in table.items():
            if isinstance(value, Mapping):
                say(
                    f"settings.{name}.{key}",
                    "is a table within a table",
                    "write plain values and lists of them",
                )
