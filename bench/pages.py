"""How fast the pages are that staff work in, beside a bare Django page; and whether they stay so as a landlord grows.

    python -m bench.pages               the full counts, with a quarter of an hour of load: an hour and a half
    python -m bench.pages --small       every part once, small
    python -m bench.pages --markdown    the full counts as a section for docs/proof.md
    python -m bench.pages --keep DIR    the landlord of each size is kept in DIR, and found again there: importing takes
                                        longest
    python -m bench.pages --keep DIR --import    nothing is timed, and they are there the next time
    python -m bench.pages --minutes N   the load lasts so long

Whole responses, on connections that are kept, to clients on the same machine as the server and its database; gunicorn
with two processes, as `lintel serve` starts it. Nothing here fails for being slow: a machine's speed is no test.
"""

import argparse
import os
import shutil
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.browser import Answer, Browser
from bench.engine import Row, yardstick
from bench.landlord import DIRECTORS, LEADS, Landlord, enrol, landlord, officer, running_cases, token
from bench.pressing import Turn, Work, a_second, one_after_another, pressed, warm
from bench.served import Server, bare, busy, database, lintel
from bench.visiting import Visitor, shown
from lintel.embedded.folder import unused_folder


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is run: at which numbers of cases, how often each page, by how many clients and for how long.

    `entries` are those of the long case; `load` connections press for so many `minutes`.
    """

    cases: tuple[int, ...]
    times: int
    entries: int
    clients: int
    seconds: float
    load: int
    minutes: float


FULL = Counts(cases=(2_000, 20_000, 100_000), times=100, entries=200, clients=8, seconds=10, load=16, minutes=15)
SMALL = Counts(cases=(100, 200), times=3, entries=20, clients=2, seconds=0.3, load=4, minutes=0.03)
PLAIN = "the bare page"
RECORDING = "recording a contact (processors, and how many a second: with the opening of its form)"
TO_STAY = ("Today, 50 rows", "a case of 10 entries", "People search", RECORDING)
"""The pages that are to stay as fast as they are."""

Pages = Mapping[str, tuple[Work, ...]]
"""What is timed, by its name: the same page for each of some clients."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a page took: milliseconds of each response, those of processors in all, and how many a second there were."""

    milliseconds: list[float]
    python: float
    database: float
    a_second: float

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    def beside(self, plain: "Took") -> str:
        """The figures in words, beside those of the bare page."""
        ninety_fifth = statistics.quantiles(self.milliseconds, n=20)[-1]
        return (
            f"{self.median:.1f} ms (median), {ninety_fifth:.1f} ms (95th percentile), {self.median / plain.median:.1f} "
            f"times the bare page; of processors {self.python:.1f} ms in Python, {self.database:.1f} ms in the "
            f"database; {self.a_second:,.0f} a second, {self.a_second / plain.a_second:.2f} times the bare page"
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pages")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--import", dest="imports", action="store_true")
    parser.add_argument("--minutes", type=float)
    arguments = parser.parse_args()
    counts = SMALL if arguments.small else FULL
    if arguments.minutes is not None:
        counts = replace(counts, minutes=arguments.minutes)
    rows = [yardstick()]
    with _grounds(arguments.keep) as grounds:
        for row in _imported(grounds, counts) if arguments.imports else every_part(grounds, counts):
            rows.append(row)
            if not arguments.markdown:
                print(": ".join(row), flush=True)
    if arguments.markdown:
        print("## The pages\n\n| What | Measured |\n|---|---|")
        print("\n".join(f"| {what} | {measured} |" for what, measured in rows))
    return 0


@contextmanager
def _grounds(kept: Path | None) -> Iterator[Path]:
    """The folder in which each size of the landlord has one: kept, or gone when this ends."""
    folder = kept or unused_folder()
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        if kept is None:
            shutil.rmtree(folder)


def grown_to(grounds: Path, counts: Counts) -> Iterator[tuple[int, Landlord]]:
    """The landlord at each of its sizes, each begun as the one before."""
    before: Path | None = None
    for cases in counts.cases:
        here = grounds / str(cases)
        with landlord(here, like=before) as made:
            made.grow(cases)
            yield cases, made
        before = here


def _imported(grounds: Path, counts: Counts) -> Iterator[Row]:
    for cases, _ in grown_to(grounds, counts):
        yield f"{cases:,} cases", "imported"


def every_part(grounds: Path, counts: Counts) -> Iterator[Row]:
    """All figures, at each size of the landlord; the load at the end."""
    grown: dict[int, Mapping[str, Took]] = {}
    for cases, made in grown_to(grounds, counts):
        with ExitStack() as open_:
            plain, served = open_.enter_context(bare(made)), open_.enter_context(lintel(made))
            yield f"{cases:,} cases: the load of this machine before", f"{os.getloadavg()[0]:.1f}"
            visitors = visiting(made, served, counts.clients)
            took = {PLAIN: _timed(made, plain, _bare_pages(plain, counts), counts)}
            for name, works in _pages(made, served, visitors, counts).items():
                took[name] = _timed(made, served, works, counts)
                yield f"{cases:,} cases: {name}", took[name].beside(took[PLAIN])
            yield f"{cases:,} cases: {PLAIN}", took[PLAIN].beside(took[PLAIN])
            grown[cases] = took
            if cases == counts.cases[-1]:
                yield from growth(grown)
                yield loaded(visiting(made, served, counts.load), counts)


def visiting(made: Landlord, served: Server, many: int) -> list[Visitor]:
    """So many officers at their desks, none of whom writes in a case of another's."""
    there = min(many, made.officers)
    handles = [officer(number) for number in range(there)]
    seeds, each = enrol(handles, made.installation.now), -(-many // there)
    found: list[Visitor] = []
    for number in range(many):
        handle = handles[number % there]
        browser = served.browser()
        if number < there:
            browser.sign_in(handle, seeds[handle])
        else:
            browser.join(found[number - there].browser)
        found.append(Visitor(handle, browser, running_cases(handle)[number // there :: each]))
    return found


def _bare_pages(plain: Server, counts: Counts) -> tuple[Work, ...]:
    return tuple(partial(_opened, plain.browser(), "/") for _ in range(counts.clients))


def _opened(browser: Browser, path: str) -> Answer:
    return shown(browser.get(path))


def _pages(made: Landlord, served: Server, visitors: Sequence[Visitor], counts: Counts) -> Pages:
    """Every page that is timed, but for recording, which comes last: it makes cases longer."""
    case = made.long_case(counts.entries)
    led = _signed_in(made, served, LEADS[: counts.clients])
    directed = _signed_in(made, served, DIRECTORS[: counts.clients])
    return {
        "Today, 50 rows": tuple(each.today for each in visitors),
        "a case of 10 entries": tuple(each.case for each in visitors),
        "its chronology": tuple(each.chronology for each in visitors),
        f"a case of {counts.entries} entries": tuple(partial(_opened, each, f"/case/{case}") for each in led),
        "the chronology of that": tuple(partial(_opened, each, f"/case/{case}/chronology") for each in led),
        "People search": tuple(each.search for each in visitors),
        "Commitments, of the cases of a lead": tuple(partial(_opened, each, "/commitments") for each in led),
        "Commitments, of all cases": tuple(partial(_opened, each, "/commitments") for each in directed),
        "the API's list of 50 cases": tuple(
            partial(_opened, served.browser(token(each.handle, made.installation.now)), "/api/v1/cases?most=50")
            for each in visitors
        ),
        "the form of a contact": tuple(each.opened_form for each in visitors),
        RECORDING: tuple(each.recorded for each in visitors),
    }


def _signed_in(made: Landlord, served: Server, handles: Sequence[str]) -> list[Browser]:
    seeds = enrol(handles, made.installation.now)
    browsers = [served.browser() for _ in handles]
    for handle, browser in zip(handles, browsers, strict=True):
        browser.sign_in(handle, seeds[handle])
    return browsers


def _timed(made: Landlord, served: Server, works: tuple[Work, ...], counts: Counts) -> Took:
    """One client, and then all of them at once."""
    processes = (served.process, database(made))
    warm(works[0])
    before = [busy(each) for each in processes]
    milliseconds = one_after_another(works[0], counts.times)
    python, server = ((busy(each) - was) * 1_000 for each, was in zip(processes, before, strict=True))
    return Took(milliseconds, python / counts.times, server / counts.times, a_second(works, counts.seconds))


def growth(grown: Mapping[int, Mapping[str, Took]]) -> Iterator[Row]:
    """How much slower the pages became, each beside the bare page of the same minutes."""
    first, *rest = grown
    for name in TO_STAY if rest else ():
        said = []
        for cases in rest:
            few, many = (grown[each][name].median for each in (first, cases))
            plain = grown[cases][PLAIN].median / grown[first][PLAIN].median
            said.append(f"{many / few:.2f} times among {cases:,} ({many / few / plain:.2f} of the bare page's)")
        yield f"{name}, beside among {first:,} cases", "; ".join(said)


def loaded(visitors: Sequence[Visitor], counts: Counts) -> Row:
    """Four reads to one write, by many at once, for long."""
    done = pressed([_mixed(each) for each in visitors], counts.minutes * 60)
    wrong = ", ".join(f"{number} times {what}" for what, number in done.wrong.most_common()) or "no error"
    median, last = statistics.median(done.milliseconds), done.ninety_ninth
    what = f"{counts.minutes:g} minutes of 80 reads to 20 writes by {len(visitors)} at once, {counts.cases[-1]:,} cases"
    rate = f"{done.requests:,} requests, {done.requests / done.seconds:,.0f} a second"
    return what, f"{rate}; {median:.0f} ms (median), {last:.0f} ms (99th percentile); {wrong}"


def _mixed(visitor: Visitor) -> Turn:
    """Today, a case, a search, a form, and the sending of that form."""
    turns = (visitor.today, visitor.case, visitor.search, visitor.opened_form, visitor.sent_form)
    return lambda number: turns[number % len(turns)]()


if __name__ == "__main__":
    raise SystemExit(main())
