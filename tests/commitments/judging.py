"""Policies written in a few lines, and what they make of a chronology, in words."""

from pathlib import Path
from tempfile import TemporaryDirectory

from lintel.commitments.evaluation import Court, evaluate
from lintel.commitments.guards import allowed, breaches
from lintel.commitments.loading import load
from lintel.commitments.measures import Result, measure
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Policy, Versions
from lintel.commitments.reasons import reason
from lintel.events.entry import ORGANISATION_BOOK, Book, Entry
from tests.chronologies import at

HERE = Path(__file__).parent / "policies"
HEAD = """
[policy]
id = "{id}"
provider = "test"
in_force = {in_force}
{more}
"""


def loaded(text: str) -> Policy:
    """The policy that a whole file states."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "test.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)


def policy(tables: str, *, id: str = "test", in_force: str = "2020-01-01", head: str = "") -> Versions:
    """A policy of some tables, in force from 2020."""
    return Versions([loaded(HEAD.format(id=id, in_force=in_force, more=head) + tables)])


def versions(*policies: Versions) -> Versions:
    """Several policies as the versions of one."""
    return Versions([each for one in policies for each in one.all])


def promise(keys: str, *, id: str = "test", in_force: str = "2020-01-01", head: str = "") -> Versions:
    """A policy with one commitment, `it`."""
    return policy(f'[[commitment]]\nid = "it"\n{keys}', id=id, in_force=in_force, head=head)


def guard(keys: str) -> Versions:
    """A policy with one guard, `it`."""
    return policy(f'[[guard]]\nid = "it"\n{keys}')


def obligations(rules: Versions, *books: Book, as_of: str, known_on: str | None = None) -> list[Obligation]:
    """Every obligation of some books."""
    return list(evaluate(books, rules, at(as_of), at(known_on) if known_on else None))


def owed(rules: Versions, *books: Book, as_of: str, known_on: str | None = None) -> list[str]:
    """Every obligation in words, as "v1 kept by 2024-04-02", in the order in which they are found."""
    return [said(each) for each in obligations(rules, *books, as_of=as_of, known_on=known_on)]


def said(obligation: Obligation) -> str:
    """An obligation in a few words: whom it is owed to, its state, and its date."""
    person = f"{obligation.subject} " if obligation.subject else ""
    by = f" by {obligation.due_on}" if obligation.due_on else ""
    return f"{person}{obligation.state}{by}"


def reasons(rules: Versions, *books: Book, as_of: str) -> list[str]:
    """Why every obligation stands as it does."""
    return [reason(each, rules) for each in obligations(rules, *books, as_of=as_of)]


def broken(
    rules: Versions, book: Book, *, as_of: str = "2030-01-01", known_on: str | None = None, own: Book | None = None
) -> list[str]:
    """Every breach of a book, as "it at 3"."""
    court = Court(rules, at(as_of), at(known_on) if known_on else None, own.entries if own else ())
    found = breaches(book, rules, court.as_of, court.known_on, court.own if own else None)
    return [f"{each.guard.id} at {each.entry.id}" for each in found]


def refused(rules: Versions, book: Book, next_entry: Entry) -> list[str]:
    """The guards that an entry would break if it were written now."""
    return [found.id for found, _ in allowed(next_entry, book, rules)]


def figures(rules: Versions, *books: Book, as_of: str, period: str = "all") -> dict[str, float | None]:
    """The value of every measure of the newest version."""
    return {each.measure.id: each.value for each in results(rules, *books, as_of=as_of, period=period)}


def results(rules: Versions, *books: Book, as_of: str, period: str = "all") -> list[Result]:
    """Every measure of the newest version, with its counts."""
    found = obligations(rules, *books, as_of=as_of)
    court = Court(
        rules, at(as_of), None, [one for each in books if each.name == ORGANISATION_BOOK for one in each.entries]
    )
    entries = [one for each in books for one in court.chronology(each).entries]
    return measure(found, rules.all[-1], period, entries)
