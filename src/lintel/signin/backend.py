"""Whose session it is, at every request. Nobody is let in here: that takes a password and a second factor."""

from django.contrib.auth.backends import BaseBackend

from lintel.signin.models import Account


class SessionOwners(BaseBackend):
    """Django's way from a session to its account, with the staff row in the same question."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of this number; None where there is none, or its owner has left."""
        found = Account.objects.select_related("staff").filter(pk=user_id, staff__ended_at=None)
        return next(iter(found), None)
