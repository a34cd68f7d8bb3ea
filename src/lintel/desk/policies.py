"""Policy: every clause in our own words, what honours it and since when; and two policies over the same cases.

Every clause has an anchor: `clause-` and its id, as in `/policy#clause-settle-7.b4i`. Whatever names a clause links
there. What is only planned is said to be planned, and counts for nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import get_args

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from lintel.access import rights
from lintel.assurance.comparing import Comparison, compared
from lintel.casework import measured, policy
from lintel.casework.measured import Half
from lintel.commitments.loading import find, policy_files, safe_defaults
from lintel.commitments.policy import Clause, Policy, Versions
from lintel.commitments.reasons import promise
from lintel.design.addresses import address
from lintel.desk.commitments import HALF_WORDS
from lintel.desk.pages import page
from lintel.desk.posted import Posted
from lintel.events.entry import local_day
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking

MOST = 300
"""So many cases are judged for one comparison, the newest first: more would keep whoever asks waiting."""

_STRENGTH = {"must": "We must", "aim": "We aim to", "may": "We may", "fact": "For information"}
_KIND = {
    "commitment": "Commitment", "guard": "Guard", "measure": "Measure", "event": "Record", "guidance": "Prompt",
    "setting": "Setting", "word": "Word", "definition": "Definition", "page": "Page", "document": "Document",
    "register": "Register",
}  # fmt: skip
_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Carrier:
    """One thing that honours a clause, in words, with the page that shows it where there is one."""

    kind: str
    says: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A clause as the page shows it. `since` is the day since when a version of the policy has had it, if it says."""

    clause: Clause
    strength: str
    carriers: tuple[Carrier, ...]
    planned: tuple[Carrier, ...]
    since: date | None
    version: str

    def has(self, words: str) -> bool:
        """Whether the clause or what honours it says all of some words."""
        carried = (f"{each.kind} {each.says}" for each in (*self.carriers, *self.planned))
        said = " ".join([self.clause.id, self.clause.says, self.clause.because or "", *carried]).casefold()
        return all(word in said for word in words.casefold().split())


@require_http_methods(["GET", "HEAD", "POST"])
def clauses(request: Asking, version: str | None = None) -> HttpResponse:
    """Every clause of the policy in force, or of another version; those with some words in them, if any are sent."""
    versions = policy.shown(actor=request.actor, now=request.now)
    current = versions.at(request.now)
    shown = next((each for each in versions.all if each.id == version), None) if version else current
    if shown is None:
        raise Http404
    words = Posted.of(request, ["words"]).text("words")[:_LONGEST_SEARCH]
    rows = list(_rows(shown, versions))
    return page(
        request,
        "policy.html",
        policy=shown,
        current=shown is current,
        review_passed=shown.review_due is not None and shown.review_due < local_day(request.now),
        versions=versions.all if len(versions.all) > 1 else [],
        rows=[row for row in rows if row.has(words)],
        there_are=len(rows),
        planned=sum(not row.carriers for row in rows),
        words=words,
        may_compare=rights.may(request.actor, "read", "figures").allowed,
    )


def _rows(shown: Policy, versions: Versions) -> Iterator[Row]:
    says = _said(shown)
    for clause in shown.clauses:
        first = next(each for each in versions.all if any(clause.id == known.id for known in each.clauses))
        yield Row(
            clause=clause,
            strength=_STRENGTH[clause.strength],
            carriers=tuple(_carrier(each, says) for each in clause.honoured_by),
            planned=tuple(_carrier(each, says) for each in clause.planned),
            since=first.in_force,
            version=first.id,
        )


def _said(shown: Policy) -> dict[str, str]:
    """What each rule of a policy says, by the reference that a clause names it by."""
    found = {f"commitment:{rule.id}": promise(rule) for rule in shown.commitments}
    found |= {f"guard:{guard.id}": guard.says for guard in (*shown.guards, *safe_defaults())}
    found |= {f"measure:{each.id}": each.says for each in shown.measures}
    found |= {f"guidance:{each.id}": each.says for each in shown.guidance}
    return found | {f"event:{name}": kind.declaration.label for name, kind in KINDS.items()}


def _carrier(reference: str, says: dict[str, str]) -> Carrier:
    kind, _, name = reference.partition(":")
    words = says.get(reference) or name.replace("-", " ").replace("_", " ")
    href = address("commitment", name) if kind == "commitment" else None
    return Carrier(_KIND.get(kind, "Fact"), words or "a fact that the policy states", href)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: Asking) -> HttpResponse:
    """What would have been different under another policy, over the cases that there are, for who may read figures."""
    ours = policy.shown(actor=request.actor, now=request.now)
    measured.refuse_figures(request.actor, request.now)
    halves: Sequence[Half] = get_args(Half) if measured.lists_cases(request.actor) else ("others",)
    names = [name for name in known_policies() if name not in {each.id for each in ours.all}]
    sent = Posted.of(request, ["against", "half"])
    half = next((each for each in halves if each == (sent.text("half") or halves[0])), None)
    if half is None or (sent.text("against") and sent.text("against") not in names):
        raise BadRequest
    missing = request.method == "POST" and not sent.text("against")
    against = _known(sent.text("against")) if sent.text("against") else None
    return page(
        request,
        "policy_compare.html",
        status=422 if missing else 200,
        names=[(name, _known(name).all[-1]) for name in names],
        halves=[(each, HALF_WORDS[each]) for each in halves],
        half=half,
        missing=missing,
        ours=ours.at(request.now),
        theirs=against.at(request.now) if against else None,
        found=_compared(request, ours, against, half) if against else None,
        most=MOST,
    )


def _compared(request: Asking, ours: Versions, theirs: Versions, half: Half) -> Comparison:
    found = measured.histories(actor=request.actor, now=request.now, half=half, most=MOST)
    return compared(found, ours, theirs, request.now, rounded=half == "others")


@cache
def _known(name: str) -> Versions:
    """A policy that comes with Lintel. Its file does not change while Lintel runs."""
    return find(name)


def known_policies() -> list[str]:
    """The ids of the policies that come with Lintel."""
    return [path.stem for path in policy_files()]
