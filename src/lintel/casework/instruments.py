"""The risk instruments that this installation may use, and which of them an assessment begins with."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from lintel.commitments.policy import Policy
from lintel.instruments.instrument import Instrument
from lintel.instruments.loading import load_folder, shipped


@dataclass(frozen=True, slots=True)
class Instruments:
    """Every version of every instrument that there is here: an old answer is read by the version it was given to."""

    all: tuple[Instrument, ...]

    def newest(self, name: str) -> Instrument | None:
        """The version of an instrument that new assessments use."""
        found = [each for each in self.all if each.head.id == name]
        return max(found, key=lambda each: (each.head.published, each.head.version), default=None)

    def version(self, name: object, version: object) -> Instrument | None:
        """One version; where none is named, the only one that there is of that instrument."""
        found = [each for each in self.all if each.head.id == name and version in (None, each.head.version)]
        return found[0] if len(found) == 1 else None

    def choices(self) -> tuple[Instrument, ...]:
        """What an assessment may be made by: the newest version of each."""
        names = dict.fromkeys(each.head.id for each in self.all)
        return tuple(newest for name in names if (newest := self.newest(name)))


@dataclass(frozen=True, slots=True)
class Preferred:
    """What an assessment begins with. `named` is what the policy asks for; `here` whether that one is loaded."""

    instrument: Instrument
    named: str | None
    here: bool

    @property
    def called(self) -> str:
        """What the policy asks for, as people say it: a short name is an abbreviation."""
        name = self.named or ""
        return name.upper() if len(name) < 6 else name.replace("_", " ").replace("-", " ")


@cache
def in_use() -> Instruments:
    """The instruments of this installation. Raises `InstrumentRefused` where one of the folder cannot be used."""
    folder = settings.OPTIONS.instruments_folder
    return gathered(load_folder(folder) if folder else ())


def gathered(loaded: Iterable[Instrument]) -> Instruments:
    """What was loaded, with the topics that come with Lintel last."""
    return Instruments((*loaded, shipped()))


def preferred(instruments: Instruments, policy: Policy) -> Preferred:
    """What a version of a policy names, where it is loaded; the first that there is otherwise."""
    named = policy.settings.get("risk", {}).get("instrument")
    wanted = instruments.newest(named) if isinstance(named, str) else None
    return Preferred(wanted or instruments.choices()[0], str(named) if named else None, here=wanted is not None)
