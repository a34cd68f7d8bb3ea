"""How fast the engine judges, and how much memory it needs.

    python -m bench.engine             the full counts
    python -m bench.engine --small     every part once, small
    python -m bench.engine --markdown  the full counts as a section for docs/proof.md

Nothing here fails for being slow: a machine's speed is no test. What is wrong (a bad exit, a wrong count) fails.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.thirty import book, lines
from lintel.commitments.evaluation import Court
from lintel.commitments.loading import find
from lintel.commitments.measures import Measurement, Span
from lintel.commitments.reasons import reason

ROOT = Path(__file__).parent.parent
AS_OF = datetime.fromisoformat("2025-04-01T00:00:00+01:00")
ENTRIES = 30
STREAMED_ENTRIES = 10


@dataclass(frozen=True)
class Counts:
    """How much of each part is run."""

    cases: int
    rounds: int
    starts: int
    streamed: int


FULL = Counts(cases=2_000, rounds=7, starts=7, streamed=100_000)
SMALL = Counts(cases=200, rounds=2, starts=1, streamed=2_000)

Row = tuple[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.engine")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    counts = SMALL if arguments.small else FULL
    rows = [yardstick(), *judging(counts), *cold_start(counts), *streaming(counts)]
    if arguments.markdown:
        print("## The engine\n\n| What | Measured |\n|---|---|")
        print("\n".join(f"| {what} | {measured} |" for what, measured in rows))
    else:
        print("\n".join(f"{what}: {measured}" for what, measured in rows))
    return 0


def yardstick() -> Row:
    """How fast this machine is today: machines differ, and a shared one differs from hour to hour."""
    begun = time.process_time()
    total = 0
    for number in range(10_000_000):
        total += number
    return "ten million additions in a plain loop, to compare machines by", f"{time.process_time() - begun:.2f} s"


def judging(counts: Counts) -> list[Row]:
    """Cases a second on one core: evaluate and measure, the input parsed, reasons not made; and with reasons."""
    policy = find("settle")
    books = [book(f"A{number}") for number in range(min(counts.cases, 200))]

    def judge(*, reasons: bool) -> int:
        court, measurement = Court(policy, AS_OF), Measurement(policy.at(AS_OF), [Span("all")])
        made = 0
        for number in range(counts.cases):
            chronology = court.chronology(books[number % len(books)])
            obligations = list(court.case(chronology))
            measurement.add(obligations, chronology.entries)
            made += len(obligations)
            if reasons:
                for each in obligations:
                    reason(each, policy)
        if not made or not any(result.owed for result in measurement.results()):
            raise AssertionError("nothing was owed: the bench times nothing")
        return made

    rates = _rates(lambda: judge(reasons=False), counts)
    explained = _rates(lambda: judge(reasons=True), counts)
    owed = judge(reasons=False) // counts.cases
    what = f"a case of {ENTRIES} entries, {owed} obligations, under settle, on one core"
    return [
        (f"evaluate + measure, {what}", f"{_spread(rates)} cases a second of processor time"),
        ("the same with every reason made", f"{_spread(explained)} cases a second of processor time"),
    ]


def _rates(judge: Callable[[], int], counts: Counts) -> list[float]:
    judge()
    rates = []
    for _ in range(counts.rounds):
        begun = time.process_time()
        judge()
        rates.append(counts.cases / (time.process_time() - begun))
    return rates


def _spread(figures: list[float]) -> str:
    return f"{statistics.median(figures):,.0f} (from {min(figures):,.0f} to {max(figures):,.0f})"


def cold_start(counts: Counts) -> list[Row]:
    """`lintel check` on a year of 44 cases, from the start of the process to its end."""
    command = [sys.executable, "-m", "lintel", "check", str(ROOT / "examples" / "settle-2024.jsonl"),
               "--policy", "settle", "--as-of", "2025-04-01"]  # fmt: skip
    seconds = []
    for _ in range(counts.starts):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    spread = f"{statistics.median(seconds):.2f} s (from {min(seconds):.2f} to {max(seconds):.2f})"
    return [("`lintel check` on 44 cases, cold start, the whole process", spread)]


def streaming(counts: Counts) -> list[Row]:
    """`lintel check` over many cases: how long, and how much memory beside a tenth as many."""
    few, _ = _streamed(counts.streamed // 10)
    many, seconds = _streamed(counts.streamed)
    rate = counts.streamed / seconds
    return [
        (
            f"`lintel check` on {counts.streamed:,} cases ({counts.streamed * STREAMED_ENTRIES:,} entries), both "
            "passes, the guards, and a reason for every miss",
            f"{seconds:,.0f} s, {rate:,.0f} cases a second",
        ),
        (
            f"its peak memory, beside that for {counts.streamed // 10:,} cases",
            f"{many:,.0f} MB beside {few:,.0f} MB ({many / few:.2f} times)",
        ),
    ]


_STREAM = "import resource,sys;from lintel.cli import main;code=main(sys.argv[1:]);" \
          "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,file=sys.stderr);sys.exit(code)"  # fmt: skip


def _streamed(cases: int) -> tuple[float, float]:
    """Peak megabytes and seconds for a file of so many cases; the output is counted and must be whole."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "cases.jsonl", Path(folder) / "out.txt"
        with file.open("w", encoding="utf-8") as written:
            for number in range(cases):
                written.write("\n".join(lines(f"A{number}", STREAMED_ENTRIES)) + "\n")
        command = [sys.executable, "-c", _STREAM, "check", str(file), "--policy", "settle",
                   "--as-of", "2025-04-01"]  # fmt: skip
        begun = time.perf_counter()
        with out.open("w", encoding="utf-8") as output:
            done = subprocess.run(command, check=True, stdout=output, stderr=subprocess.PIPE, text=True)
        seconds = time.perf_counter() - begun
        _expect_whole(out, cases)
    return int(done.stderr.split()[-1]) / 1024, seconds


def _expect_whole(out: Path, cases: int) -> None:
    """The table's row of first contacts must have every case in it."""
    with out.open(encoding="utf-8") as text:
        row = next(line.split() for line in text if line.startswith("first-contact "))
    if row[1] != str(cases):
        raise AssertionError(f"{cases} cases were streamed and {row} came out")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    raise SystemExit(main())
