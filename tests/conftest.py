"""How hard Hypothesis tries: little and always the same; with LINTEL_PROOF=full much, and new each time."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "small",
    derandomize=True,
    database=None,
    deadline=None,  # a slow machine is no counter-example
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "full",
    max_examples=200,
    deadline=None,
    print_blob=True,  # what failed can be replayed from the log alone
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("full" if os.environ.get("LINTEL_PROOF") == "full" else "small")
