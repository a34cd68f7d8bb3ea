"""The bench of the ledger runs through, and says what it is there to say."""

from bench import ledger
from bench.installation import engage, installed

FEW = ledger.Counts(cases=(30, 60), times=5, entries=20, writers=(1, 2), seconds=0.2)


def test_every_figure_is_measured() -> None:
    with installed() as (_, installation), installation.opened():
        engage(2)
        rows = dict(ledger.every_part(installation, FEW))
    assert len(rows) == 14
    assert "times" in rows["recording among 60 cases, beside among 30"]
