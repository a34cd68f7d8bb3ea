"""Messages to staff as facts: who was to be told that something waits, what was tried, and what came of it.

Nothing here says what any message is about: the notices do that, on a page, to whoever has signed in.
"""

from django.db import models

from lintel.casework.models import Notice
from lintel.ledger.models import random_id


class Wish(models.Model):
    """How somebody wants to be told. Without a row: as it comes."""

    class How(models.TextChoices):
        AS_IT_COMES = "as_it_comes"
        DAILY = "daily"
        URGENT = "urgent"

    staff = models.CharField(max_length=64, primary_key=True, db_comment="handle of whose wish it is")
    how = models.CharField(max_length=12, choices=How, db_comment="as_it_comes, daily, or urgent: nothing else")

    class Meta:
        db_table = "outbound_wish"
        db_table_comment = "How staff want to be told that something waits"


class Message(models.Model):
    """One message to one person: for all that waited, at most one in each window of time."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random; its Message-ID too")
    to = models.CharField(max_length=64, db_comment="handle of whom it is for; where to is looked up when it is sent")
    urgent = models.BooleanField(db_comment="whether it goes at any hour")
    window = models.DateTimeField(db_comment="when the window began that this is the one message of, UTC")
    at = models.DateTimeField(db_comment="when it was made, UTC")
    next_at = models.DateTimeField(null=True, db_comment="when it is tried next, UTC; null: it is over")

    class Meta:
        db_table = "outbound_message"
        db_table_comment = "Messages that say that something waits, and nothing of what"
        constraints = (models.UniqueConstraint(fields=("to", "urgent", "window"), name="one_message_in_a_window"),)
        indexes = (
            models.Index(fields=("next_at",), condition=~models.Q(next_at=None), name="messages_to_send"),
            models.Index(fields=("to", "-at"), name="messages_of"),
        )


class Told(models.Model):
    """Which notices a message stands for: a notice is in one message, or in none yet."""

    notice = models.OneToOneField(
        Notice, on_delete=models.PROTECT, primary_key=True, related_name="told", db_comment="the notice"
    )
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="tells", db_comment="the message that stands for it"
    )

    class Meta:
        db_table = "outbound_told"
        db_table_comment = "Which notices each message stands for; only added to"


class Attempt(models.Model):
    """One attempt to send a message, and what came of it, in a word of our own."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="attempts", db_comment="what was to be sent"
    )
    at = models.DateTimeField(db_comment="when, UTC")
    outcome = models.CharField(max_length=20, db_comment="sent, needless, or why it was not sent")

    class Meta:
        db_table = "outbound_attempt"
        db_table_comment = "Attempts to send messages; only added to"


class Feed(models.Model):
    """The secret address of somebody's calendar. Only a digest of its token is kept."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    staff = models.CharField(max_length=64, db_comment="handle of whose calendar it is")
    digest = models.BinaryField(unique=True, db_comment="SHA-256 of the random token in the address")
    bound = models.BinaryField(
        default=b"", db_comment="keyed digest of the handle, the token and the end: made by Lintel or no good"
    )
    made_at = models.DateTimeField(db_comment="when it was made, UTC")
    until = models.DateTimeField(db_comment="until when it is read, UTC")
    ended_at = models.DateTimeField(null=True, db_comment="when its owner ended it, or made another, UTC")

    class Meta:
        db_table = "outbound_feed"
        db_table_comment = "Secret addresses of calendars"
        indexes = (models.Index(fields=("staff",), name="feeds_of"),)


class Round(models.Model):
    """When something was last done that machines do by themselves, and how far it came."""

    what = models.CharField(max_length=24, primary_key=True, db_comment="which of them: tick, backup, ready, retention")
    at = models.DateTimeField(db_comment="when it was last done, UTC")
    mark = models.CharField(max_length=64, blank=True, db_comment="how far it came: a reference; empty: to the end")

    class Meta:
        db_table = "outbound_round"
        db_table_comment = "When the machine last did what it does by itself"
