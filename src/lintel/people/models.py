"""The people register: what each person can be found by, blinded. Derived from the persons' own books."""

from django.db import models

from lintel.ledger.models import Book


class Mark(models.Model):
    """One thing that a person is or was known by. Derived."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, db_comment="the person's book")
    kind = models.CharField(max_length=16, db_comment="what sort of thing it is: surname, phone, address")
    blind = models.BinaryField(db_comment="keyed digest of the normalised text")
    current = models.BooleanField(db_comment="whether it is what the book says now; former ones still find the person")

    class Meta:
        db_table = "people_mark"
        db_table_comment = "What people can be found by, blinded; derived from their books"
        constraints = (models.UniqueConstraint(fields=("book", "kind", "blind"), name="one_mark_of_a_person"),)
        indexes = (models.Index(fields=("kind", "blind"), name="people_by_mark"),)
