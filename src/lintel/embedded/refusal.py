"""How this room refuses."""


class EmbeddedRefused(RuntimeError):
    """The embedded PostgreSQL cannot be made, started or stopped; the message says what is wrong and the remedy."""
