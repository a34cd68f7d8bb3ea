"""How a process that stays for long looks for garbage."""

import gc


def settle() -> None:
    """Let the search for garbage pass over all that was made so far, which stays, and come far more seldom.

    Opening a case makes some thousands of small things at once: one that came every 700 took a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
