"""Tries to break the ledger: kills with -9, races, forms sent twice, a crowd. Everything is counted, nothing timed.

    python -m bench.faults             the full counts
    python -m bench.faults --small     every part once, small
    python -m bench.faults --markdown  the full counts as a section for docs/proof.md
    python -m bench.faults --only rest, --only disks    all but the failing disk, that alone

Exit 0: nothing was lost, halved, doubled or out of order; 1: something was, and is named.
"""

import argparse
import secrets
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from bench.disks import FAILURES, fail_disk
from bench.installation import Installation, engage, installed, signed_in, writer
from bench.kills import Toll, kill_database, kill_writers
from bench.races import Tally, begin_case, crowd, race_pairs, send_twice
from bench.syncs import counted
from lintel.casework.record import Draft, record
from lintel.embedded.cluster import Cluster
from lintel.ledger.actions import head


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each part is run. `between` deeds are acknowledged before the next writer, or server, is killed."""

    writer_kills: int
    between_writers: int
    database_kills: int
    between_databases: int
    disk_failures: int
    pairs: int
    forms: int
    crowd: int
    deeds_each: int
    commits: int


FULL = Counts(200, 100, 50, 40, 20, 10_000, 2_000, 32, 50, 100)
SMALL = Counts(6, 5, 2, 8, 1, 40, 40, 32, 2, 10)

WRITERS, UNDER_KILLS = 4, 8
"""So many write while writers are killed, and so many while the server is."""

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what was done, what came of it where all is well, and everything that is not."""

    what: str
    came: str
    wrong: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faults")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    arguments = parser.parse_args()
    parts = []
    with installed() as (cluster, installation):
        with installation.opened():
            engage(32)
        for tried in [PARTS[arguments.only]] if arguments.only else PARTS.values():
            for part in tried(cluster, installation, SMALL if arguments.small else FULL):
                parts.append(part)
                if not arguments.markdown:
                    print(f"{part.what}: {_verdict(part)}", flush=True)
    if arguments.markdown:
        title = "A failing disk" if arguments.only == "disks" else "Faults"
        print(f"## {title}\n\n| Done | What came of it |\n|---|---|")
        print("\n".join(f"| {each.what} | {_verdict(each)} |" for each in parts))
    return int(any(each.wrong for each in parts))


def _verdict(part: Part) -> str:
    return f"WRONG: {'; '.join(part.wrong)}" if part.wrong else part.came


def killed_and_raced(cluster: Cluster, installation: Installation, counts: Counts) -> Iterator[Part]:
    """All but the failing disk, one after the other, on an installation with its staff engaged."""
    yield writers_killed(installation, counts)
    yield database_killed(cluster, installation, counts)
    yield synced(installation, counts)
    yield raced(installation, counts)
    yield sent_twice(installation, counts)
    yield crowded(installation, counts)


def with_failing_disks(cluster: Cluster, installation: Installation, counts: Counts) -> Iterator[Part]:
    """Every way in which the disk fails."""
    return (disk_failed(cluster, installation, counts, failure) for failure in FAILURES)


PARTS = {"rest": killed_and_raced, "disks": with_failing_disks}


def writers_killed(installation: Installation, counts: Counts) -> Part:
    toll = kill_writers(installation, _names(WRITERS), kills=counts.writer_kills, between=counts.between_writers)
    return Part(f"`kill -9` of one of {toll.writers} writers, {toll.kills} times", _came(toll), tuple(toll.wrong))


def database_killed(cluster: Cluster, installation: Installation, counts: Counts) -> Part:
    toll = kill_database(
        cluster, installation, _names(UNDER_KILLS), kills=counts.database_kills, between=counts.between_databases
    )
    back = f"back after {statistics.median(toll.restarts):.1f} s ({max(toll.restarts):.1f} s at most)"
    nothing_noticed = () if toll.away else ("no writer noticed",)
    what = f"`kill -9` of the whole server under {toll.writers} writers, {toll.kills} times"
    return Part(what, f"{_came(toll)}; {back}", (*toll.wrong, *nothing_noticed))


def disk_failed(cluster: Cluster, installation: Installation, counts: Counts, failure: str) -> Part:
    times, names = counts.disk_failures, _names(WRITERS)
    toll = fail_disk(cluster, installation, names, failure=failure, times=times, between=counts.between_databases)
    what = f"the server’s disk says {failure}, {times} times under {len(names)} writers"
    if toll.unmeasured:
        return Part(what, "not measured: strace is not here, or may not look", ())
    unmet = (f"no writer met it {times - toll.met} times",) if toll.met < times else ()
    return Part(what, f"a writer was refused each time, and all went on; {_came(toll)}", (*toll.wrong, *unmet))


def _names(people: int) -> list[str]:
    return [writer(number) for number in range(people)]


def _came(toll: Toll) -> str:
    unsaid = f"{toll.unsaid} committed but not acknowledged, found again under their keys"
    return f"{toll.acknowledged:,} acknowledged; {unsaid}; none lost, halved or doubled"


def synced(installation: Installation, counts: Counts) -> Part:
    """How often the log is put on the disk for the commits of one client."""

    def work() -> None:
        for _ in range(counts.commits):
            now = installation.now
            draft = Draft(event="note.added", at=now, seen=head(case)[0], key=secrets.token_urlsafe(16))
            record(actor=signed_in(writer(0)), book=case, draft=draft, now=now)

    with installation.opened():
        case = begin_case(writer(0), installation.now)
        syncs = counted(installation, work)
    what = f"{counts.commits} commits of one client, the server watched by strace"
    if syncs is None:
        return Part(what, "not measured: strace is not here, or may not look", ())
    fewer = (f"only {syncs} syncs",) if syncs < counts.commits else ()
    return Part(what, f"its log was put on the disk {syncs} times", fewer)


def raced(installation: Installation, counts: Counts) -> Part:
    tally = race_pairs(installation, counts.pairs)
    came = "one of each pair recorded, the other told what came first, and recorded when they had read it"
    return Part(f"{tally.races:,} pairs save at once what both had read", came, _wrong(tally))


def sent_twice(installation: Installation, counts: Counts) -> Part:
    tally = send_twice(installation, counts.forms)
    return Part(f"{tally.races:,} forms sent twice, half of them at once", "one entry each", _wrong(tally))


def _wrong(tally: Tally) -> tuple[str, ...]:
    return tuple(f"{number} times: {what}" for what, number in tally.wrong.items())


def crowded(installation: Installation, counts: Counts) -> Part:
    toll = crowd(installation, _names(counts.crowd), deeds=counts.deeds_each)
    came = f"{toll.acknowledged:,} acknowledged; no deadlock, and nothing else but being overtaken"
    return Part(f"{toll.writers} writers at once over a few cases", came, tuple(toll.wrong))


if __name__ == "__main__":
    raise SystemExit(main())
