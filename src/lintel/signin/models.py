"""What somebody signs in with. Who they are, and what they may, stands in `access`."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from lintel.access.models import Staff


class Account(AbstractBaseUser):
    """The password of a member of staff. An account without one can be signed in to by nobody."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    staff = models.OneToOneField(
        Staff, on_delete=models.PROTECT, related_name="account", db_comment="whose it is: the handle of their staff row"
    )
    handle = models.CharField(max_length=64, unique=True, db_comment="what they sign in as: the same handle again")
    email = models.EmailField(blank=True, db_comment="where they are told that a task waits; may be empty")
    password = models.CharField(max_length=128, db_comment="Argon2id; never the password itself")
    last_login = models.DateTimeField(null=True, db_comment="when they last signed in, UTC")

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "signin_account"
        db_table_comment = "What staff sign in with"

    @property
    def is_active(self) -> bool:  # type: ignore[override] # Django stores it; here it follows from the staff row
        """Whether the staff account lives: nobody has to remember to end the sign-in as well."""
        return self.staff.ended_at is None
