"""What is typed in a form is kept when the form comes back: whoever looks elsewhere first finds it again."""

from dataclasses import replace
from uuid import UUID

from lintel.casework import drafts
from lintel.desk.forms.sheet import Sheet, typed_in
from lintel.signin.asking import Asking


def kept_back(request: Asking, book: UUID | None, form: str, sheet: Sheet) -> Sheet:
    """The sheet, once what is typed in it is kept under the form's name; it says whether it was."""
    said = typed_in(sheet)
    kept = drafts.keep_if_it_fits(actor=request.actor, book=book, form=form, said=said, now=request.now)
    return replace(sheet, kept=kept)
