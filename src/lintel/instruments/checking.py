"""What is wrong with an instrument as a whole: names that lead nowhere, thresholds that nobody can reach."""

from collections.abc import Collection, Mapping

from lintel.instruments.faults import Say, one_of
from lintel.instruments.instrument import LEVELS, Question, Section, Threshold


def check_named(questions: Mapping[str, Question], sections: Collection[str], say: Say) -> None:
    """Each question stands in a section that there is."""
    for where, each in questions.items():
        if sections and each.section not in sections:
            say(f"{where}.section", f'names "{each.section}", which is no section', one_of(each.section, sections))


def check_whole(
    sections: Mapping[str, Section],
    questions: Mapping[str, Question],
    thresholds: Mapping[str, Threshold],
    say: Say,
) -> None:
    """What can be said once every table has its shape."""
    used = {each.section for each in questions.values()}
    for where, section in sections.items():
        if section.id not in used:
            say(where, "has no question", f'write section = "{section.id}" in one, or leave the section out')
    weights = sum(each.weight for each in questions.values())
    criticals = sum(each.critical for each in questions.values())
    for where, threshold in thresholds.items():
        _check_reach(where, threshold, weights, criticals, say)
    _check_order(thresholds, say)


def _check_reach(where: str, threshold: Threshold, weights: int, criticals: int, say: Say) -> None:
    if threshold.score is None and threshold.critical is None:
        say(where, "says nothing that leads to it", "write score = … or critical = …, or both")
    if threshold.score is not None and threshold.score > weights:
        say(f"{where}.score", f"is {threshold.score}, which nobody can reach", f"write at most {weights}")
    if threshold.critical is not None and threshold.critical > criticals:
        wrong = f"is {threshold.critical}, and {criticals} questions are critical"
        say(f"{where}.critical", wrong, "write fewer, or critical = true in more questions")


def _check_order(thresholds: Mapping[str, Threshold], say: Say) -> None:
    """A higher level asks for more than a lower one, by each of the two ways in."""
    ordered = sorted(thresholds.items(), key=lambda each: LEVELS.index(each[1].level))
    if len(ordered) < 2:
        return
    (_, lower), (where, higher) = ordered
    for way, low, high in (
        ("score", lower.score, higher.score),
        ("critical", lower.critical, higher.critical),
    ):
        if low is not None and high is not None and high <= low:
            say(f"{where}.{way}", f"is {high}, and medium begins at {low}", f"write more than {low}")
