"""A QR code as the path of a picture, so that a page can draw it without an image and without a script."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True, slots=True)
class Picture:
    """A square picture: its side in modules (a margin of four on each side included), and the path of what is black."""

    side: int
    path: str


def picture(text: str) -> Picture:
    """The QR code that says this."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    black = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Picture(len(rows), "".join(black))
