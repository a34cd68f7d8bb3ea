"""Showing a page of signing in: the faults of its form at the top and beside each field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, *wrong: tuple[str, str], status: int = 0, **shown: object
) -> HttpResponse:
    """The page made of a template; `wrong` are a field and what to do about it, each. With any it answers 422."""
    faults = [{"text": words, "href": f"#{field}"} for field, words in wrong]
    beside = {field: {"text": words} for field, words in wrong}
    around = {"faults": faults, "beside": beside}
    return render(request, f"signin/{template}", {**around, **shown}, status=status or (422 if wrong else 200))
