"""Commitments: how each promise of the policy was kept, by month and by team, and the cases behind it for who may.

Half of the figures are of the cases that the reader may list: exact, and opening to them. The other half are of all
other cases, and of those small numbers are hidden: a director and an auditor see that half alone, and no case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from lintel.access import rights
from lintel.access.grants import Verb
from lintel.assurance import charts, spreadsheet
from lintel.assurance.figures import SPANS, Figures, Line, Months, Span, Table, figured
from lintel.casework import measured, policy
from lintel.casework.measured import Cell, Counted, Half
from lintel.commitments.obligations import STATES
from lintel.commitments.reasons import promise
from lintel.commitments.rules import Commitment
from lintel.design.addresses import address
from lintel.desk.pages import page
from lintel.events.entry import local_day
from lintel.signin.asking import Asking

SPAN_WORDS: dict[Span, str] = {
    "month": "This month",
    "financial-year": "This financial year",
    "year": "Last 12 months",
}
HALF_WORDS: dict[Half, str] = {"mine": "Cases you may open", "others": "All other cases"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose to see: which period, and which half of the cases."""

    span: Span
    half: Half
    halves: tuple[Half, ...]
    months: Months

    @property
    def suppressed(self) -> bool:
        return self.half == "others"


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment in the list: what it says, its clause, and its line for the period."""

    rule: Commitment
    says: str
    line: Line
    href: str


def _chosen(request: Asking, span: str | None, half: str | None) -> Chosen:
    """What the address names, or what is shown at first. Raises `Http404` for what there is not."""
    if request.GET:
        raise BadRequest
    halves: tuple[Half, ...] = get_args(Half) if measured.lists_cases(request.actor) else ("others",)
    chosen = half or halves[0]
    if chosen not in halves or (span or SPANS[-1]) not in SPANS:
        raise Http404
    return Chosen(cast(Span, span or SPANS[-1]), chosen, halves, Months.until(local_day(request.now)))


@require_safe
def commitments(request: Asking, span: str | None = None, half: str | None = None) -> HttpResponse:
    """Each commitment of the policy in force, with its figures for a period."""
    chosen = _chosen(request, span, half)
    found = _figures(request, chosen)
    own = figured(_cells(request, chosen, "organisation"), chosen.months, suppressed=False)
    rules = _rules(request)
    return page(
        request,
        "commitments.html",
        chosen=chosen,
        withheld=found.withheld,
        rows=[_row(chosen, rule, found) for rule in rules if not rule.organisation],
        own=[_row(chosen, rule, own) for rule in rules if rule.organisation],
        may_export=_may_export(request),
        spans=_spans(chosen, None),
        halves=_halves(chosen, None),
    )


@require_safe
def commitment(request: Asking, commitment: str, span: str | None = None, half: str | None = None) -> HttpResponse:
    """One commitment: its chart and its tables, who counts, and the cases behind it for those who may list them."""
    chosen = _chosen(request, span, half)
    rule = next((rule for rule in _rules(request) if rule.id == commitment), None)
    if rule is None:
        raise Http404
    found = _of(request, chosen, rule)
    names = measured.team_names()
    teams = [(names.get(team, "No team"), line) for team, line in found.teams[chosen.span].items()]
    months = {month: found.months[month] for month in chosen.months.of(chosen.span)}
    return page(
        request,
        "commitment.html",
        chosen=chosen,
        rule=rule,
        says=promise(rule),
        clauses=[each for each in policy.in_force().at(request.now).clauses if each.id in rule.clause],
        months=months,
        teams=teams,
        total=found.spans[chosen.span],
        suppressed=chosen.suppressed and not rule.organisation,
        chart=charts.by_month("months", f"By the month in which it began: {promise(rule)}", months),
        small=charts.by_team("team", teams),
        cases=_cases(request, chosen, rule),
        counted=who_counts(rule),
        may_export=_may_export(request),
        spans=_spans(chosen, rule),
        halves=_halves(chosen, rule),
    )


@require_safe
def export(request: Asking, span: str, half: str) -> HttpResponse:
    """The figures as a CSV file under a neutral name, for who may export them and has just stepped up."""
    chosen = _chosen(request, span, half)
    found = figured(_cells(request, chosen, chosen.half, "export"), chosen.months, suppressed=chosen.suppressed)
    text = spreadsheet.csv_of(_lines(request, chosen, found))
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return answer


def _lines(request: Asking, chosen: Chosen, found: Table) -> Iterator[tuple[object, ...]]:
    """The lines of the file: for each commitment its months, its teams and all together, as on the pages."""
    yield ("Commitment", "Promise", "By", "Which", *(state.capitalize() for state in STATES), "All")
    names = measured.team_names()
    for rule in (each for each in _rules(request) if not each.organisation):
        figures = found.of(rule.id)
        lines = [("month", f"{month:%Y-%m}", figures.months[month]) for month in chosen.months.of(chosen.span)]
        lines += [("team", names.get(team, "No team"), line) for team, line in figures.teams[chosen.span].items()]
        for by, which, line in [*lines, ("all", SPAN_WORDS[chosen.span], figures.spans[chosen.span])]:
            numbers = [line.counts[state] for state in STATES] + [line.all]
            yield (rule.id, promise(rule), by, which, *("hidden" if each is None else each for each in numbers))


def _rules(request: Asking) -> list[Commitment]:
    return list(policy.in_force().at(request.now).commitments)


def _cells(request: Asking, chosen: Chosen, scope: measured.Scope, verb: Verb = "read") -> list[Cell]:
    return measured.cells(actor=request.actor, now=request.now, scope=scope, months=chosen.months.ends, verb=verb)


def _figures(request: Asking, chosen: Chosen) -> Table:
    return figured(_cells(request, chosen, chosen.half), chosen.months, suppressed=chosen.suppressed)


def _of(request: Asking, chosen: Chosen, rule: Commitment) -> Figures:
    """The figures of one commitment. What the organisation itself owes is about nobody's case, and is not hidden."""
    if rule.organisation:
        own = _cells(request, chosen, "organisation")
        return figured(own, chosen.months, suppressed=False).of(rule.id)
    return _figures(request, chosen).of(rule.id)


def _row(chosen: Chosen, rule: Commitment, found: Table) -> Row:
    line = found.of(rule.id).spans[chosen.span]
    return Row(rule, promise(rule), line, address("commitment-of", chosen.span, chosen.half, rule.id))


def _cases(request: Asking, chosen: Chosen, rule: Commitment) -> list[Counted]:
    if chosen.half != "mine" or rule.organisation:
        return []
    months = chosen.months.of(chosen.span)
    ends: tuple[date, date] = (months[0], months[-1])
    return measured.cases(actor=request.actor, now=request.now, commitment=rule.id, months=ends)


def _may_export(request: Asking) -> bool:
    return rights.may(request.actor, "export", "figures", rights.Standing(stepped_up=True)).allowed


def _spans(chosen: Chosen, rule: Commitment | None) -> list[dict[str, object]]:
    """The ways to another period of the same."""
    return [
        {"text": SPAN_WORDS[each], "href": _href(each, chosen.half, rule), "here": each == chosen.span}
        for each in SPANS
    ]


def _halves(chosen: Chosen, rule: Commitment | None) -> list[dict[str, object]]:
    """The ways to the other half of the cases, for whoever has two."""
    found = [
        {"text": HALF_WORDS[each], "href": _href(chosen.span, each, rule), "here": each == chosen.half}
        for each in chosen.halves
    ]
    return found if len(found) > 1 else []


def _href(span: Span, half: Half, rule: Commitment | None) -> str:
    return address("commitment-of", span, half, rule.id) if rule else address("commitments-of", span, half)


_PER = {
    "victim": "It is owed to each victim in a case, one by one.",
    "child": "It is owed to each child in a case, one by one.",
    "case": "It is owed once for each case.",
    "thread": "It is owed for each thing that is begun: each repair, each referral.",
    "holder": "It is owed for each person who holds the role.",
}


def who_counts(rule: Commitment) -> list[str]:
    """Who and what is counted under a commitment, in plain words."""
    found = [_PER[rule.per]]
    if rule.within or rule.every:
        found.append(f"The time for it is {rule.within or rule.every}.")
    if rule.unless is not None:
        found.append("It is excused where the policy says so. What is excused is counted, and shown, apart.")
    found.append("It counts for the month in which its clock began, and for the team that has the case now.")
    return found
