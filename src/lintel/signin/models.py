"""What somebody signs in with. Who they are, and what they may, stands in `access`; second factors in `allauth.mfa`."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from lintel.access.models import Staff
from lintel.ledger.models import random_id
from lintel.signin import binding


class Account(AbstractBaseUser):
    """The password of a member of staff. An account without one can be signed in to by nobody."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    staff = models.OneToOneField(
        Staff, on_delete=models.PROTECT, related_name="account", db_comment="whose it is: the handle of their staff row"
    )
    handle = models.CharField(max_length=64, unique=True, db_comment="what they sign in as: the same handle again")
    email = models.EmailField(blank=True, db_comment="where they are told that a task waits; may be empty")
    password = models.CharField(max_length=128, db_comment="Argon2id; never the password itself")
    bound = models.BinaryField(
        default=b"", db_comment="keyed digest of the handle and the password’s hash: copied from another row, it fails"
    )
    last_login = models.DateTimeField(null=True, db_comment="when they last signed in, UTC")

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "signin_account"
        db_table_comment = "What staff sign in with"

    @property
    def is_active(self) -> bool:  # type: ignore[override] # Django stores it; here it follows from the staff row
        """Whether the staff account lives: nobody has to remember to end the sign-in as well."""
        return self.staff.ended_at is None

    def set_password(self, raw_password: str | None) -> None:
        """Give it another password, bound to this account; `password` and `bound` are to be saved."""
        super().set_password(raw_password)
        self.bind()

    def bind(self) -> None:
        """Mark the hash that stands in `password` as this account's own."""
        self.bound = binding.mark("password", self.staff_id, self.password)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. A hash that was not put into this row by Lintel is nobody's."""
        ours = binding.is_ours(self.bound, "password", self.staff_id, self.password)
        return check_password(raw_password, self.password, self._hash_anew if ours else None) and ours

    def _hash_anew(self, raw_password: str) -> None:
        """Hash a password that was right as passwords are hashed today."""
        self.set_password(raw_password)
        self.save(update_fields=["password", "bound"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password, and where the row has come to be somebody else's."""
        said = "\n".join((self.staff_id, self.handle, self.password))
        return salted_hmac("lintel.signin.session", said, secret=secret, algorithm="sha256").hexdigest()


class Session(AbstractBaseSession):
    """A session, with whose it is, so that all sessions of one person can be ended at once."""

    session_key = models.CharField(
        max_length=64, primary_key=True, db_comment="SHA-256 of the key in the cookie: a copy of this table opens none"
    )
    session_data = models.TextField(db_comment="signed: the number of the account, instants, a passkey's challenge")
    expire_date = models.DateTimeField(db_index=True, db_comment="when it is over at the latest, UTC")
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, related_name="sessions",
        db_comment="whose it is; null before a password was given",
    )  # fmt: skip

    class Meta:
        db_table = "signin_session"
        db_table_comment = "Sessions of browsers"


class Invitation(models.Model):
    """A one-time link by which somebody sets their own password. Only a digest of its token is kept."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_comment="whose password it sets")
    digest = models.BinaryField(unique=True, db_comment="SHA-256 of the random token in the link")
    coded = models.BooleanField(default=False, db_comment="whether it takes a code as well, which somebody else gives")
    bound = models.BinaryField(
        default=b"", db_comment="keyed digest of the handle, the token, the code and the end: made by Lintel or no good"
    )
    made_at = models.DateTimeField(db_comment="when it was made, UTC")
    until = models.DateTimeField(db_comment="until when it may be used, UTC")
    spent_at = models.DateTimeField(null=True, db_comment="when it was used, or another took its place, UTC")

    class Meta:
        db_table = "signin_invitation"
        db_table_comment = "One-time links for setting a password"


class Attempt(models.Model):
    """An attempt to sign in that failed, or is being looked at. Rows of the last minutes slow down who guesses."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    bucket = models.BinaryField(
        db_comment="keyed digest of what attempts are counted by: a handle, a machine, a device"
    )
    at = models.DateTimeField(db_index=True, db_comment="when, UTC")

    class Meta:
        db_table = "signin_attempt"
        db_table_comment = "Failed attempts to sign in, kept for an hour"
        indexes = (models.Index(fields=("bucket", "at"), name="attempts_by_bucket"),)


class Token(models.Model):
    """What a machine shows instead of signing in: the rights of one account, until a day. Only a digest is kept."""

    id = models.UUIDField(
        primary_key=True, default=random_id, editable=False, db_comment="random; names it, and opens nothing"
    )
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="tokens", db_comment="whose rights it carries, and never more"
    )
    label = models.CharField(max_length=64, db_comment="what it is for, as whoever made it says")
    digest = models.BinaryField(
        unique=True, db_comment="SHA-256 of the random token: a copy of this table opens nothing"
    )
    bound = models.BinaryField(
        db_comment="keyed digest of the handle, the token and its end: made by Lintel or no good"
    )
    made_at = models.DateTimeField(db_comment="when it was made, UTC")
    made_by = models.CharField(max_length=64, db_comment="handle of who had it made")
    until = models.DateTimeField(db_comment="until when it may be used, UTC")
    revoked_at = models.DateTimeField(null=True, db_comment="when it was revoked, UTC; null while it was not")
    revoked_by = models.CharField(max_length=64, null=True, db_comment="handle of who had it revoked")

    class Meta:
        db_table = "signin_token"
        db_table_comment = "Tokens of machines; only the revoking is ever changed"
        indexes = (models.Index(fields=("staff",), name="tokens_of"),)
