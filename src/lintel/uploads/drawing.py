"""What is left to do once a file has been judged."""

from collections.abc import Callable

Drawing = Callable[[], bytes]
"""Draws the copy that is shown. The file has been judged by then, and is not refused any more."""
