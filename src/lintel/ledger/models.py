"""What the ledger stores. Entries, attachments and anchors are only ever added; the database refuses all else.

A book's key is the one thing that can be destroyed, and only by the owner's role: then what was sealed in that
book can never be read again, and its chain still verifies.
"""

import secrets
import uuid

from django.db import models


def random_id() -> uuid.UUID:
    """128 random bits. It counts nothing and says nothing, not even that it was made by us."""
    return uuid.UUID(bytes=secrets.token_bytes(16))


class Arrival(models.Model):
    """One import. What it brought is not seen until the row in `ArrivalDone` says that all of it is there."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random")
    digest = models.BinaryField(db_comment="SHA-256 of the file, to know it again after a kill")
    by = models.CharField(max_length=64, db_comment="handle of who imported it")
    started_at = models.DateTimeField(db_comment="when the import began, UTC")

    class Meta:
        db_table = "ledger_arrival"
        db_table_comment = "Imports of interchange files; only added to"
        constraints = (models.UniqueConstraint(fields=("digest",), name="one_arrival_of_a_file"),)


class ArrivalDone(models.Model):
    """Says that an import is complete and to be seen."""

    arrival = models.OneToOneField(
        Arrival, on_delete=models.PROTECT, primary_key=True, db_comment="the import that is complete"
    )
    at = models.DateTimeField(db_comment="when its last entry had been written, UTC")

    class Meta:
        db_table = "ledger_arrival_done"
        db_table_comment = "Imports that are complete; only added to"


class Book(models.Model):
    """One chronology: a case, the organisation, or a person."""

    class Kind(models.TextChoices):
        CASE = "case"
        ORGANISATION = "organisation"
        PERSON = "person"

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random; stands in URLs")
    kind = models.CharField(max_length=12, choices=Kind, db_comment="case, organisation or person")
    name = models.CharField(
        max_length=64, unique=True, db_comment="the speakable reference of a case, organisation, or person:HANDLE"
    )
    opened_at = models.DateTimeField(db_comment="when the book was begun, UTC")
    arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, db_comment="the import that brought it; null if begun here"
    )

    class Meta:
        db_table = "ledger_book"
        db_table_comment = "Books of entries: cases, persons and the organisation; only added to"
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=models.Q(kind="organisation"), name="one_book_of_the_organisation"
            ),
        )
        indexes = (
            models.Index(
                fields=("opened_at",), condition=models.Q(kind="case", arrival=None), name="cases_begun_here_lately"
            ),
        )


class BookKey(models.Model):
    """The key of one book, wrapped by a master key that is not in the database. Erasing destroys this row."""

    book = models.OneToOneField(Book, on_delete=models.PROTECT, primary_key=True, db_comment="whose key it is")
    master = models.CharField(max_length=64, db_comment="name of the master key that wraps it")
    wrapped = models.BinaryField(db_comment="the key, AES-256-GCM under that master key, bound to the book")

    class Meta:
        db_table = "ledger_key"
        db_table_comment = "Wrapped keys of books; the owner's role rewraps and destroys, the app's only adds"


class Row(models.Model):
    """One entry as it is stored: coded facts in clear, all else sealed, chained to everything before it."""

    pk = models.CompositePrimaryKey("book_id", "seq")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, db_index=False, db_comment="the book it stands in")
    seq = models.IntegerField(db_comment="place in the book, from 1 without gaps")
    entry = models.CharField(max_length=64, db_comment="id of the entry in its book")
    event = models.CharField(max_length=64, db_comment="kind of event, noun.past_participle")
    at = models.DateTimeField(db_comment="when it happened, UTC")
    recorded_at = models.DateTimeField(db_comment="when it was written down, UTC")
    by = models.CharField(max_length=64, null=True, db_comment="handle of who wrote it")
    thread = models.CharField(max_length=64, null=True, db_comment="id of the entry whose thread it continues")
    about = models.TextField(db_comment="handles of the people it is about, comma between")
    facts = models.TextField(db_comment="coded facts as canonical JSON; never free text, never an identity")
    sealed = models.BinaryField(null=True, db_comment="AES-256-GCM under the book's key, bound to book, seq and event")
    source = models.CharField(max_length=64, null=True, db_comment="id of the import it came by; null if recorded here")
    attachment = models.CharField(max_length=64, null=True, db_comment="SHA-256 (hex) of the sealed file it brought")
    hash = models.BinaryField(db_comment="SHA-256 over the previous hash and this row")

    class Meta:
        db_table = "ledger_entry"
        db_table_comment = "Entries of all books; only ever added to"
        constraints = (
            models.UniqueConstraint(fields=("book", "entry"), name="one_id_in_a_book"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="seq_from_one"),
        )


class Attachment(models.Model):
    """A sealed file that an entry brought: the original as it came, and the copy that may be shown."""

    pk = models.CompositePrimaryKey("book_id", "digest")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, db_index=False, db_comment="the book whose key seals it")
    digest = models.CharField(max_length=64, db_comment="SHA-256 (hex) of `original` as stored")
    original = models.BinaryField(db_comment="the file as it came, AES-256-GCM under the book's key")
    served = models.BinaryField(db_comment="the stripped copy that may be shown, AES-256-GCM under the book's key")
    size = models.IntegerField(db_comment="bytes of the original before sealing, for the quota")
    by = models.CharField(max_length=64, null=True, db_comment="handle of who brought it, for the quota")

    class Meta:
        db_table = "ledger_attachment"
        db_table_comment = "Sealed files; the app only adds, the owner's role removes them when a case is erased"


class Anchor(models.Model):
    """A signed statement of the heads of all books, chained to the one before. Its line also goes outside."""

    n = models.IntegerField(primary_key=True, db_comment="its place among the anchors, from 1 without gaps")
    at = models.DateTimeField(db_comment="when it was signed, UTC")
    line = models.TextField(db_comment="the signed text, as it is sent outside")

    class Meta:
        db_table = "ledger_anchor"
        db_table_comment = "Signed anchors; only ever added to"


class AnchorSent(models.Model):
    """Says that an anchor was handed over to one of the places outside."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, db_comment="the anchor")
    to = models.CharField(max_length=12, db_comment="file, command or mailbox")

    class Meta:
        db_table = "ledger_anchor_sent"
        db_table_comment = "Which anchors were handed over; only added to"
        constraints = (models.UniqueConstraint(fields=("anchor", "to"), name="sent_once_to_a_place"),)
