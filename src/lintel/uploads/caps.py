"""How much may come in: in one file, in one case, from one person."""

from dataclasses import dataclass

from lintel.uploads.refusal import UploadRefused

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that is taken. `bytes` of one file, `case_bytes` of all files of a case, `person_bytes` of all
    files that one person has sent; `pixels` of one picture; `pages` of one PDF; `seconds` of the processor's time to
    judge a PDF or a picture."""

    bytes: int = 20 * MB
    pixels: int = 50_000_000
    pages: int = 200
    seconds: float = 1.2
    case_bytes: int = 500 * MB
    person_bytes: int = 2_000 * MB


CAPS = Caps()


def within_quota(size: int, used_by_case: int, used_by_person: int, caps: Caps = CAPS) -> None:
    """Return if a file of `size` bytes still fits beside what the case and the person have already used.

    Nothing is held back by asking: the caller asks in the transaction that stores the file, with both counts locked.

    Raises:
        UploadRefused: it does not fit; every quota that it would break.
    """
    faults = []
    if used_by_case + size > caps.case_bytes:
        faults.append(
            f"There is no room left in this case: its files may take {megabytes(caps.case_bytes)} together. "
            "Send a smaller file, or ask your manager which files can go."
        )
    if used_by_person + size > caps.person_bytes:
        faults.append(
            f"You have sent as much as one person may: {megabytes(caps.person_bytes)}. "
            "Ask your administrator for more room."
        )
    if faults:
        raise UploadRefused(faults)


def megabytes(size: int) -> str:
    """A cap in words."""
    return f"{size // MB:,} MB" if size >= MB else f"{size:,} bytes"
