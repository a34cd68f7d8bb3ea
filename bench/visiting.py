"""What somebody does on the staff pages, each checked for having come to what it should."""

from itertools import cycle
from uuid import UUID

from bench.browser import Answer, Browser, fields
from bench.landlord import name_of
from lintel.desk.forms.slugs import slug

ROWS = 50
_WORDS = "She rang from work and said what had happened since. " * 6
_FORM = slug("contact.made")
_Case = tuple[UUID, int]


class Visitor:
    """An officer at their desk, with running cases that no other visitor writes in."""

    def __init__(self, handle: str, browser: Browser, cases: list[_Case]) -> None:
        self.handle, self.browser = handle, browser
        self._cases = cycle(cases)
        self._searched = browser.form("/people")
        self._filled: tuple[str, list[tuple[str, str]]] = ("", [])

    def today(self) -> Answer:
        """Open Today, which is a page of fifty rows."""
        return shown(self.browser.get("/"), rows=ROWS + 1)

    def case(self) -> Answer:
        """Open a case."""
        return shown(self.browser.get(f"/case/{next(self._cases)[0]}"))

    def chronology(self) -> Answer:
        """Open what happened in a case."""
        return shown(self.browser.get(f"/case/{next(self._cases)[0]}/chronology"))

    def search(self) -> Answer:
        """Search for somebody by all of their name."""
        name = name_of(next(self._cases)[1])
        sent = [(field, name if field == "names" else said) for field, said in self._searched]
        answer = shown(self.browser.post("/people", sent))
        if name.encode() not in answer.body:
            raise AssertionError("nobody was found")
        return answer

    def opened_form(self) -> Answer:
        """Open the form of a contact, and fill it in."""
        path = f"/case/{next(self._cases)[0]}/record/{_FORM}"
        answer = shown(self.browser.get(path))
        said = {"channel": "phone", "safe_to_talk_checked": "yes", "wishes_asked": "yes", "summary": _WORDS}
        kept = [(name, text) for name, text in fields(answer) if name not in said]
        self._filled = path, [*kept, *said.items()]
        return answer

    def sent_form(self) -> Answer:
        """Send the form that was filled in."""
        answer = self.browser.post(*self._filled)
        if answer.status != 302 or "/saved/" not in answer.location:
            raise AssertionError(f"recording came to {answer.status} {answer.location}")
        return answer

    def recorded(self) -> Answer:
        """Record a contact; the sending alone is timed."""
        self.opened_form()
        return self.sent_form()


def shown(answer: Answer, rows: int = 0) -> Answer:
    """The page, once it is sure that it is one, and has so many rows."""
    if answer.status != 200 or (rows and answer.body.count(b"<tr") != rows):
        raise AssertionError(f"{answer.status} came, with {answer.body.count(b'<tr')} rows")
    return answer
