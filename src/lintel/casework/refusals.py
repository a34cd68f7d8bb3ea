"""Why casework did not do what it was asked. Each says what to do next, and none says what a stranger may not know."""

from collections.abc import Sequence
from datetime import datetime

from lintel.commitments.rules import Guard
from lintel.events.entry import LONDON, Entry


class Refused(Exception):
    """An answer of casework's that is no. `code` goes into the read log."""

    code = "refused"


class NotHere(Refused):
    """There is no such case, or it is not for this person: the two are told apart by nobody."""

    code = "not_here"

    def __init__(self) -> None:
        super().__init__("There is no such case, or it is not one of yours.")


class StepUpNeeded(Refused):
    """It is allowed, once the second factor has been given again."""

    code = "step_up"

    def __init__(self) -> None:
        super().__init__("Confirm that it is you: this needs your second factor, given within the last five minutes.")


class Barred(Refused):
    """A guard of the policy bars the act. `guards` are those that do, each with what is missing, in words."""

    code = "guard"

    def __init__(self, guards: Sequence[tuple[Guard, Sequence[str]]]) -> None:
        self.guards = guards
        super().__init__("\n".join(f"{guard.id}: {'; '.join(faults)}" for guard, faults in guards))


class Overtaken(Refused):
    """Somebody wrote in the meantime. `entries` are what came first; nothing of yours was written."""

    code = "overtaken"

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        super().__init__(
            "Somebody else has written in this case since you opened it. Read what is new, then save again."
        )


class TakesTwo(Refused):
    """One person alone cannot do it."""

    code = "takes_two"

    def __init__(self, remedy: str) -> None:
        super().__init__(remedy)


class KeyUsed(Refused):
    """The form's key was used for something else."""

    code = "key_used"

    def __init__(self) -> None:
        super().__init__("This form was sent before with other words in it. Open a new form and save that one.")


class TooManyReports(Refused):
    """So many reports came from one account that no more are taken before `again` (UTC)."""

    code = "too_many"

    def __init__(self, most: int, again: datetime, *, danger: bool) -> None:
        self.again = again
        still = "" if danger else " A report that says somebody is in immediate danger is still taken."
        super().__init__(
            f"{most} reports were sent from your account within an hour, and no more are taken before "
            f"{again.astimezone(LONDON):%H:%M}. Ring whoever leads domestic abuse cases and say it to them; ring 999 "
            f"if somebody is in danger this minute.{still}"
        )


class NoAccount(Refused):
    """Nobody works here under this handle."""

    code = "account"

    def __init__(self) -> None:
        super().__init__("There is no live account with that handle: name one that is in use.")
