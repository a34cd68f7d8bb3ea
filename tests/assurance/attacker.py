"""Somebody who reads suppressed tables and tries to work out what was hidden, with every sum and no manners.

The attacker knows what is shown, which sums hold, and that numbers of people are whole and not negative. They search
for two sets of numbers that fit all of it and differ at the place they are after: if there are none, it is solved.
"""

from collections.abc import Collection, Mapping, Sequence

from lintel.assurance.suppression import Sum

Range = tuple[int, int]
_BEYOND = 60


def solved(numbers: Mapping[str, int], sums: Sequence[Sum[str]], hidden: Collection[str]) -> list[str]:
    """The hidden numbers that the attacker knows in the end, though they are not 0."""
    known = [key for key in numbers if key not in hidden]
    ranges = {key: (numbers[key], numbers[key]) if key in known else (0, _BEYOND) for key in numbers}
    return [key for key in sorted(hidden) if numbers[key] > 0 and not _otherwise(key, numbers, sums, ranges)]


def _otherwise(key: str, numbers: Mapping[str, int], sums: Sequence[Sum[str]], ranges: Mapping[str, Range]) -> bool:
    """Whether some other number at this place fits everything that is shown."""
    other = sorted(
        (value for value in range(_BEYOND + 1) if value != numbers[key]), key=lambda v: abs(v - numbers[key])
    )
    return any(_fits({**ranges, key: (value, value)}, numbers, sums) for value in other)


def _fits(ranges: dict[str, Range], near: Mapping[str, int], sums: Sequence[Sum[str]]) -> bool:
    """Whether there are numbers within the ranges for which every sum holds: narrowed, then tried one by one."""
    narrowed = _narrowed(ranges, sums)
    if narrowed is None:
        return False
    open_ones = [key for key, (low, high) in narrowed.items() if low < high]
    if not open_ones:
        return True
    key = min(open_ones, key=lambda one: narrowed[one][1] - narrowed[one][0])
    tries = sorted(range(narrowed[key][0], narrowed[key][1] + 1), key=lambda value: abs(value - near[key]))
    return any(_fits({**narrowed, key: (value, value)}, near, sums) for value in tries)


def _narrowed(ranges: dict[str, Range], sums: Sequence[Sum[str]]) -> dict[str, Range] | None:
    """The ranges, made as narrow as each sum alone makes them; None where nothing is left of one."""
    before: dict[str, Range] = {}
    while before != ranges:
        before = dict(ranges)
        for each in sums:
            low, high = (sum(ranges[part][end] for part in each.parts) for end in (0, 1))
            ranges[each.total] = max(ranges[each.total][0], low), min(ranges[each.total][1], high)
            for part in each.parts:
                most = ranges[each.total][1] - (low - ranges[part][0])
                least = ranges[each.total][0] - (high - ranges[part][1])
                ranges[part] = max(ranges[part][0], least), min(ranges[part][1], most)
            if any(ranges[key][0] > ranges[key][1] for key in each.all):
                return None
            low, high = (sum(ranges[part][end] for part in each.parts) for end in (0, 1))
    return ranges
