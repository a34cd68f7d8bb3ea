"""The rights table as a document, for people to read."""

from collections.abc import Collection, Iterable

from lintel.access.grants import (
    ANY_OR_NO_CASE,
    BY_ROLE,
    COLLEAGUE,
    REACH,
    RELATIONS,
    ROLES,
    STANDING,
    STEP_UP,
    TO_A_CASE,
    ByRelation,
    ByRole,
    Relation,
    Role,
    State,
    Thing,
    Verb,
)

_SPELT = {
    "da_lead": "DA lead",
    "hr": "HR",
    "hr_partner": "HR partner",
    "colleague": "a colleague’s and open",
    "colleague_closed": "a colleague’s and closed",
    "colleague_held": "a colleague’s and held",
}

_HEAD = """# Who may what

Written from `src/lintel/access/grants.py` by `lintel.access.table.as_markdown`; a test compares the two.
**What does not stand here, nobody may.** Somebody may do what they may by any of their roles, but for these walls:

- Without a live account, nothing.
- With a conflict (in the case, living with or related to somebody in it), nothing of that case: whatever the role,
  the assignment or the broken glass. No administrator lifts it.
- Rank gives nothing. Who stands in no relation to a case reads, lists, counts and finds nothing of it.
- A relation counts only together with a role that carries it. An assignment outlives no role.
- An account that administers does nothing else, whatever other roles it holds, but report a concern.
- Nobody approves what they proposed, or reviews the glass that they broke. Nobody proposes, approves or manages a
  role of their own.
- A broken glass opens one case to read. It shows an address only if that was ticked.
- What is marked * asks for the second factor again, unless it was given within five minutes.
- An erased case has nothing but its certificate.
"""


def as_markdown() -> str:
    """The whole table: first by relation to a case, then by role."""
    parts = [_HEAD, "## To a case\n", *map(_of_relation, REACH), "## By role\n", *map(_of_role, ROLES)]
    return "\n".join(parts)


def _of_relation(relation: Relation) -> str:
    reach = REACH[relation]
    head = f"### {_spelt(relation, start=True)}: {reach.means}\n\nCounts for: {_several(reach.roles)}."
    lines = (_line_to_a_case(row, relation) for row in TO_A_CASE if relation in row.relations)
    return f"{head} Reaches a case {_while(reach.states)}.\n\n{_table(line for line in lines if line)}"


def _line_to_a_case(row: ByRelation, relation: Relation) -> tuple[str, ...] | None:
    """A row as it is for one relation; none where it does not reach."""
    reach = REACH[relation].states
    states = tuple(state for state in row.states if state in reach)
    if not states:
        return None
    condition = "" if len(states) == len(reach) else _while(states)
    only = f"only as {_several(row.roles)}" if row.roles else ""
    return (*_said(row.verbs, row.things), "; ".join(filter(None, (condition, only))))


def _of_role(role: Role) -> str:
    lines = [_line_of_role(row) for row in BY_ROLE if role in row.roles]
    return f"### {_spelt(role, start=True)}\n\n{_table(lines)}"


def _line_of_role(row: ByRole) -> tuple[str, ...]:
    conditions = []
    if row.states != ANY_OR_NO_CASE:
        conditions.append(_while(tuple(state for state in row.states if state)))
    if row.relations != RELATIONS:
        conditions.append(f"by relation to it: {_several(row.relations)}")
    return (*_said(row.verbs, row.things), "; ".join(conditions))


def _said(verbs: tuple[Verb, ...], things: tuple[Thing, ...]) -> tuple[str, str]:
    """Verbs and things in words, with a star at what asks for the second factor: the verb, or else a thing of many."""
    marked = {verb for verb in verbs if set(things) <= set(STEP_UP.get(verb, ()))}
    plain = [verb for verb in verbs if verb not in marked]
    apart = {thing for thing in things if plain and all(thing in STEP_UP.get(verb, ()) for verb in plain)}
    return _starred(verbs, marked), _starred(things, apart)


def _starred(words: Iterable[str], marked: Collection[str]) -> str:
    return ", ".join(_spelt(word) + "*" * (word in marked) for word in words)


def _while(states: tuple[State, ...]) -> str:
    whole = {STANDING: "not erased", COLLEAGUE: "a colleague’s and not erased"}
    return f"while it is {whole.get(states) or _several(states)}"


def _table(lines: Iterable[tuple[str, ...]]) -> str:
    rows = [("May", "What", "When"), ("---", "---", "---"), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows).replace("|  |", "| |")


def _several(words: Iterable[str]) -> str:
    return ", ".join(_spelt(word) for word in words)


def _spelt(word: str, *, start: bool = False) -> str:
    spelt = _SPELT.get(word, word.replace("_", " "))
    return spelt[:1].upper() + spelt[1:] if start else spelt
