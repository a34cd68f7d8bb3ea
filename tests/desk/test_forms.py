"""Forms made from declarations: nothing is left without words, nothing unanswered becomes an answer."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from lintel.desk.forms.choices import Choice
from lintel.desk.forms.fields import fields_of
from lintel.desk.forms.instants import NotAMoment, as_typed, instant_of, time_of
from lintel.desk.forms.layouts import form_of, in_words, tables
from lintel.desk.forms.reading import Read, Typed, read
from lintel.desk.forms.showing import Filled, Shown, show
from lintel.desk.forms.slugs import EventConverter, slug
from lintel.events.declaration import CASE
from lintel.events.registry import KINDS

NOW = datetime(2024, 4, 8, 9, 0, 33, tzinfo=UTC)
EVENTS = [name for name, kind in KINDS.items() if CASE[0] in kind.declaration.books and name != "entry.corrected"]
AT = {f"at-{part}": [said] for part, said in as_typed(NOW).items()}


def said(event: str, **typed: list[str] | str) -> Read:
    sent = {name: [each] if isinstance(each, str) else each for name, each in typed.items()}
    people = (Choice("v1", "Ada"), Choice("v2", "Bea"))
    offered = {
        each.name: people for each in form_of(event).fields if each.field.shape in ("person", "regarding", "thread")
    }
    return read(form_of(event), AT | {name.replace("__", "-"): each for name, each in sent.items()}, offered, NOW)


def wrong(event: str, **typed: list[str] | str) -> list[str]:
    return [each.text for each in said(event, **typed).problems]


NEEDED: Mapping[str, Mapping[str, str]] = {
    "contact.made": {"channel": "phone", "summary": "She is well."},
    "consent.asked": {"purpose": "marac", "answer": "refused"},
    "contact.plan_agreed": {"channels__phone": "safe"},
    "needs.recorded": {"interpreter": "no"},
    "options.discussed": {"options": "move"},
    "risk.assessed": {"outcome": "attempted"},
    "visit.started": {"thread": "v1"},
}
"""What the forms that are tried below are not saved without."""


def test_a_form_has_every_fact_and_every_sealed_field_of_its_event() -> None:
    asked = {event: {each.name for each in form_of(event).fields} for event in EVENTS if event != "case.erased"}
    declared = {event: {*KINDS[event].facts, *KINDS[event].sealed} for event in asked}
    left_out = {event: declared[event] - asked[event] for event in asked if declared[event] - asked[event]}
    assert left_out == {"person.joined": {"person"}, "legal_hold.lifted": {"why", "note"}}


def test_every_field_and_every_value_has_words() -> None:
    silent = [
        (event, each.name, value)
        for event in EVENTS
        for each in form_of(event).fields
        for value in ("", *each.values, *each.field.rows)
        if not (each.words.get(value) if value else each.label)
    ]
    assert silent == []


def test_no_words_of_any_form_are_a_code() -> None:
    every = {event: [form_of(event).label, form_of(event).hint, *form_of(event).guide] for event in EVENTS}
    for event in EVENTS:
        every[event] += [
            text for each in form_of(event).fields for text in (each.label, each.hint, *each.words.values())
        ]
    assert [(event, text) for event, texts in every.items() for text in texts if re.search(r"[a-z]_[a-z]", text)] == []


def test_what_a_landlord_lists_itself_can_be_chosen() -> None:
    listed = [each for event in EVENTS for each in form_of(event).fields if each.field.shape in ("code", "codes")]
    assert listed
    assert all(each.values for each in listed)


def test_layouts_name_only_what_there_is() -> None:
    _, events = tables()
    assert set(events) <= set(EVENTS)
    unknown = [
        (event, name)
        for event, laid in events.items()
        for name in [
            *laid.get("order", ()),
            *laid.get("field", {}),
            *laid.get("needed", ()),
            *(each for among in laid.get("one_of", ()) for each in among),
            *(each["needed_if"].partition(":")[0] for each in laid.get("field", {}).values() if "needed_if" in each),
            *(n for s in laid.get("section", ()) for n in s["fields"]),
        ]
        if name not in {each.name for each in form_of(event).fields}
    ]
    assert unknown == []
    assert [each for laid in events.values() for each in laid.get("follows", ()) if each not in KINDS] == []


def test_words_are_said_only_of_values_that_there_are() -> None:
    listed = [
        (event, each) for event in EVENTS for each in form_of(event).fields
        if each.field.values and each.field.shape in ("listed", "several", "map")
    ]  # fmt: skip
    strange = [
        (event, each.name, set(each.words) - {*each.field.values, *each.field.rows})
        for event, each in listed
        if set(each.words) - {*each.field.values, *each.field.rows} - {"yes", "no", "unknown"}
    ]
    assert strange == []


def test_every_form_has_guidance_for_the_moment() -> None:
    assert [event for event in EVENTS if not form_of(event).guide] == []


@pytest.mark.parametrize("event", EVENTS)
def test_what_is_not_answered_is_no_fact(event: str) -> None:
    found = said(event)
    assert (dict(found.facts), dict(found.sealed), found.about) == ({}, {}, ())


def test_an_empty_answer_is_not_no() -> None:
    assert said("contact.plan_agreed", voicemail="").facts == {}
    assert said("contact.plan_agreed", voicemail="no").facts == {"voicemail": False}


def test_a_way_that_nobody_asked_about_is_left_out() -> None:
    typed: Typed = {"channels-phone": ["safe"], "channels-text": [""], **AT}
    assert read(form_of("contact.plan_agreed"), typed, {}, NOW).facts == {"channels": {"phone": "safe"}}


def test_a_field_that_the_form_has_not_is_refused() -> None:
    assert wrong("note.added", note="Words.", officer="sam") != []
    assert wrong("note.added", note="Words.") == []


@pytest.mark.parametrize(
    ("event", "typed"),
    [
        ("contact.made", {"channel": "telepathy"}),
        ("contact.made", {"safe_to_talk_checked": "perhaps"}),
        ("consent.asked", {"purpose": "' OR 1=1"}),
        ("options.discussed", {"options": ["move", "magic"]}),
        ("needs.recorded", {"language": "a name"}),
        ("contact.plan_agreed", {"channels__phone": "maybe"}),
        ("person.left", {"person": "somebody else"}),
        ("contact.made", {"regarding": ["v1", "v9"]}),
        ("visit.started", {"thread": "e9"}),
        ("risk.assessed", {"version": "two words"}),
    ],
)
def test_what_was_not_offered_is_refused(event: str, typed: dict[str, str]) -> None:
    assert len(wrong(event, **{**NEEDED.get(event, {}), **typed})) == 1


def test_what_is_needed_is_asked_for() -> None:
    assert wrong("person.left") == ["Who: Choose one"]
    assert wrong("visit.started") == ["Which visit: Choose one"]


SAYS_ALL_BY_ITSELF = {"officer.introduced", "police.reported", "closure.approved", "document.added", "case.erased"}
"""What is said by recording it; a file comes by its own page, and what takes two people is only proposed here."""
AN_AGENCY_ALONE = {"agency.lead_named"}
"""What asks for an agency and nothing else, and here none is listed."""


def test_no_form_is_saved_with_nothing_answered() -> None:
    assert {event for event in EVENTS if not _asks(event)} == SAYS_ALL_BY_ITSELF | AN_AGENCY_ALONE


def _asks(event: str) -> list[str]:
    """What a form wants answered before anything is typed but the time."""
    return [each.field for each in said(event).problems if each.field]


def test_what_is_needed_is_said_at_once_and_how_to_answer_it() -> None:
    assert wrong("action.added") == [
        "What is to be done: Write it here", "Who will do it: Choose one", "By when: Give the day",
    ]  # fmt: skip
    assert wrong("wishes.recorded") == ["What does she want: Write it here, or answer “What about?”"]
    assert wrong("wishes.recorded", topics="staying") == wrong("wishes.recorded", wishes="To stay.") == []
    assert wrong("consent.asked", purpose="marac") == ["What did she say: Choose one"]


def test_some_answers_are_needed_beside_another_alone() -> None:
    assert wrong("risk.assessed", outcome="declined") == []
    assert wrong("risk.assessed", outcome="completed") == ["How high is the risk: Choose one"]
    assert wrong("police.decided", decision="no_report") == []
    assert wrong("police.decided", decision="report") == ["On what ground: Choose one"]


@pytest.mark.parametrize(
    ("visit", "home", "refused"),
    [
        ("safe", "no", 1),
        ("conditional", "no", 1),
        ("unsafe", "yes", 1),
        ("safe", "yes", 0),
        ("unsafe", "no", 0),
        ("safe", "unknown", 0),
        ("unknown", "no", 0),
        ("unknown", "yes", 0),
    ],
)
def test_a_visit_at_home_is_not_both_safe_and_unsafe(visit: str, home: str, refused: int) -> None:
    found = wrong("contact.plan_agreed", channels__visit=visit, at_home_visits=home)
    assert len(found) == refused
    assert all(each.startswith("Is it safe to see her at home: “Visit at home”") for each in found)


def test_answers_that_clash_are_answers_that_there_are() -> None:
    parts = {
        (event, part): each.values or tuple(each.words)
        for event in EVENTS
        for each in form_of(event).fields
        for part in each.field.parts
    }
    clashing = [(event, *answer) for event in EVENTS for each in form_of(event).clashes for answer in each.answers]
    assert clashing
    assert [each for each in clashing if each[2] not in parts.get(each[:2], ())] == []


def test_an_agency_is_not_asked_for_where_none_is_listed_yet() -> None:
    assert wrong("agency.lead_named") == []


@pytest.mark.parametrize("event", EVENTS)
def test_a_question_that_may_be_left_says_so_and_no_other(event: str) -> None:
    form = form_of(event)
    alone = {each.name: _question(show(each, form, Filled({}, {}))) for each in form.fields}
    optional = {name for name, text in alone.items() if text.endswith("(optional)")}
    wanted = {each.name for each in form.fields if not (each.must or each.among or each.needed_if)}
    assert optional == wanted


def test_a_question_says_beside_which_answer_it_is_needed() -> None:
    form = form_of("risk.assessed")
    level = next(each for each in form.fields if each.name == "level")
    assert (
        _question(show(level, form, Filled({}, {}))) == "How high is the risk? (needed if “We went through all of it”)"
    )


def _question(shown: Shown) -> str:
    """What a field asks, whichever way it is drawn."""
    params = shown.params
    if "fieldset" in params:
        return str(params["fieldset"]["legend"]["text"])
    label = params.get("label") or params["legend"]
    return str(label["text"] if isinstance(label, dict) else label)


@pytest.mark.parametrize("typed", ["0", "6", "-1", "three", "1.5", "\uff19"])
def test_a_number_out_of_bounds_is_refused(typed: str) -> None:
    assert wrong("survey.answered", thread="v1", satisfaction=typed) != []


def test_words_longer_than_there_is_room_for_are_refused() -> None:
    assert wrong("note.added", note="a" * 20_000) == []
    assert len(wrong("note.added", note="a" * 20_001)) == 1
    assert len(wrong("contact.plan_agreed", channels__phone="safe", code_word="a" * 201)) == 1


def test_an_answer_counts_only_beside_the_answer_it_hangs_on() -> None:
    assert said("police.decided", decision="report", ground="victim_asked").facts["ground"] == "victim_asked"
    assert said("police.decided", decision="no_report", ground="victim_asked").facts == {"decision": "no_report"}


def test_words_that_hang_on_another_answer_are_not_thrown_away() -> None:
    assert wrong("consent.asked", purpose="marac", answer="refused", scope="Her number.") == [
        "What may be shared, and what not: This is only for “Yes, we may”. Choose that above, or empty this"
    ]
    assert wrong("consent.asked", purpose="marac", answer="given", scope="Her number.") == []


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(wrong("contact.made", channel="x", interpreter="y", safe_to_talk_checked="z")) == 3


def at(day: str, month: str, year: str, time: str, **more: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year, "time": time, **more}


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("9:30", 9, 30),
        ("09.30", 9, 30),
        ("9:30am", 9, 30),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("2 PM", 14, 0),
        ("23:59", 23, 59),
    ],
)
def test_a_time_may_be_typed_in_several_ways(typed: str, hour: int, minute: int) -> None:
    found = time_of(typed)
    assert found is not None
    assert (found.hour, found.minute) == (hour, minute)


@pytest.mark.parametrize("typed", ["9", "25:00", "13pm", "0am", "9:60", "soon", "9:30:15"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NotAMoment):
        time_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        at("31", "4", "2024", "9am"),
        at("1", "4", "24", "9am"),
        at("", "4", "2024", "9am"),
        at("8", "4", "2024", ""),
        at("x", "4", "2024", "9am"),
    ],
)
def test_what_is_no_day_is_refused(typed: dict[str, str]) -> None:
    with pytest.raises(NotAMoment):
        instant_of(typed)


def test_a_time_is_londons() -> None:
    assert instant_of(at("8", "4", "2024", "10am")) == datetime(2024, 4, 8, 9, tzinfo=UTC)
    assert instant_of(at("8", "1", "2024", "10am")) == datetime(2024, 1, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize("time", ["1:00am", "1:30am", "1:59am"])
def test_the_hour_that_there_is_not_is_refused(time: str) -> None:
    with pytest.raises(NotAMoment, match="clocks went forward"):
        instant_of(at("31", "3", "2024", time))


def test_the_hours_around_it_are_there() -> None:
    assert instant_of(at("31", "3", "2024", "12:59am")) == datetime(2024, 3, 31, 0, 59, tzinfo=UTC)
    assert instant_of(at("31", "3", "2024", "2:00am")) == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)


def test_the_hour_that_comes_twice_has_to_be_told_apart() -> None:
    with pytest.raises(NotAMoment) as asked:
        instant_of(at("27", "10", "2024", "1:30am"))
    assert asked.value.twice
    assert instant_of(at("27", "10", "2024", "1:30am", fold="first")) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert instant_of(at("27", "10", "2024", "1:30am", fold="second")) == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)


def test_a_time_that_nobody_changed_is_kept_to_the_second() -> None:
    assert said("note.added", note="Words.").at == NOW
    assert said("note.added", note="Words.", **{"at__time": "9:59am"}).at == datetime(2024, 4, 8, 8, 59, tzinfo=UTC)


def test_what_is_still_to_come_is_refused() -> None:
    assert wrong("note.added", note="Words.", **{"at__time": "10:01am"}) != []


def test_no_address_tells_what_was_recorded() -> None:
    slugs = {slug(event) for event in KINDS}
    assert len(slugs) == len(KINDS)
    assert all(re.fullmatch("[0-9a-f]{8}", each) for each in slugs)


def test_an_address_leads_back_to_its_event() -> None:
    converter = EventConverter()
    assert all(converter.to_python(converter.to_url(event)) == event for event in KINDS)
    assert converter.to_url("contact-made") == converter.to_url("contact.made")
    with pytest.raises(ValueError, match="no such event"):
        converter.to_url("contact.unmade")


def test_values_are_said_in_words() -> None:
    assert in_words("contact.attempted", "outcome", "message_left") == "I left a message or voicemail"
    assert in_words("contact.plan_agreed", "voicemail", False) == "No"


def test_bounds_are_those_of_the_declaration() -> None:
    bounds = {each.name: (each.least, each.most) for each in fields_of("contact.plan_agreed") if each.shape == "number"}
    assert bounds == {"from_hour": (0, 24), "to_hour": (0, 24), "recheck_days": (1, 3_660)}
