"""What casework keeps: rows derived from the ledger, and what is no entry (submissions, break-glass, proposals).

`Standing`, `Member`, `Part`, `Owed`, `Reach` and `Tally` are derived: `lintel rebuild` makes them anew and changes
nothing.
"""

from django.db import models

from lintel.ledger.models import Book, random_id


class Standing(models.Model):
    """Where a case stands, as its entries say: who works on it and how far it has come. Derived."""

    book = models.OneToOneField(Book, on_delete=models.CASCADE, primary_key=True, db_comment="the case")
    seq = models.IntegerField(db_comment="place of the last entry that this row was derived from")
    state = models.CharField(max_length=24, db_comment="state, as in the rights table")
    officer = models.CharField(max_length=64, null=True, db_comment="handle of the case officer; null while nobody is")
    safeguarding = models.BooleanField(db_comment="whether it came to safeguarding")
    fresh_until = models.DateTimeField(
        null=True, db_comment="when what is owed would change without any new entry, UTC; null if never"
    )

    class Meta:
        db_table = "casework_standing"
        db_table_comment = "Where each case stands; derived from the ledger"
        indexes = (
            models.Index(fields=("officer",), name="cases_of_officer"),
            models.Index(fields=("fresh_until",), name="standings_to_refresh"),
        )


class Member(models.Model):
    """A member of staff whom a case's own entries name: let in, or kept out by a declared conflict. Derived."""

    class How(models.TextChoices):
        ASSIGNED = "assigned"
        NAMED = "named"
        CONFLICT = "conflict"

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, db_comment="the case")
    staff = models.CharField(max_length=64, db_comment="handle of the member of staff")
    how = models.CharField(max_length=12, choices=How, db_comment="assigned, named, or conflict")

    class Meta:
        db_table = "casework_member"
        db_table_comment = "Staff whom the entries of a case let in or keep out; derived from the ledger"
        indexes = (models.Index(fields=("staff", "book"), name="cases_of_staff"),)


class Part(models.Model):
    """Somebody's part in a case: a claim with an author and a date, never a label on the person. Derived."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="parts", db_comment="the case")
    person = models.CharField(max_length=64, db_comment="handle of the person in this case")
    role = models.CharField(max_length=24, db_comment="role claimed last")
    person_book = models.ForeignKey(
        Book,
        on_delete=models.CASCADE,
        null=True,
        related_name="parts_played",
        db_comment="the person's own book, if any",
    )

    class Meta:
        db_table = "casework_part"
        db_table_comment = "Who has a part in which case; derived from the ledger"


class Owed(models.Model):
    """One open obligation: what is owed, by when, by whom. Derived."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, db_comment="the case, or the organisation")
    commitment = models.CharField(max_length=64, db_comment="id of the commitment in the policy")
    policy = models.CharField(max_length=64, db_comment="id of the version of the policy that it comes from")
    subject = models.CharField(max_length=64, null=True, db_comment="handle of the person it is owed to")
    thread = models.CharField(max_length=64, null=True, db_comment="id of the entry that opened its thread")
    opened_by = models.CharField(max_length=64, db_comment="id of the entry, or name of the period, that opened it")
    due = models.DateTimeField(null=True, db_comment="when it becomes overdue, UTC; null where nothing says")
    officer = models.CharField(max_length=64, null=True, db_comment="handle of the case officer, as in the standing")
    colleague = models.BooleanField(db_comment="whether it is a colleague's case, which lists hide from all but a few")

    class Meta:
        db_table = "casework_owed"
        db_table_comment = "What is owed now, soonest first; derived from the ledger"
        indexes = (
            models.Index(fields=("officer", "due"), name="owed_by_officer"),
            models.Index(fields=("due",), name="owed_soonest"),
        )


class Reach(models.Model):
    """How somebody may be reached, in coded facts alone: by their plan in force or, before one, by a report. Derived.

    No number, no code word and no address is here, and nothing says whether a plan is still confirmed: that is for
    whoever reads it, by `until` and today's date.
    """

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, db_comment="the case")
    person = models.CharField(max_length=64, null=True, db_comment="handle of whom it is about; null: nobody is named")
    until = models.DateField(null=True, db_comment="last day in London on which a plan is confirmed; null for a report")
    says = models.TextField(db_comment="what the plan or the report says: coded facts as canonical JSON")

    class Meta:
        db_table = "casework_reach"
        db_table_comment = "How people may be reached, in coded facts alone; derived from the ledger"


class Tally(models.Model):
    """So many obligations of one case that stand alike: what figures are added up from. Derived.

    What changes with time alone is not here: open rows are due or overdue by `runs_out`, as of whoever asks.
    """

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, db_comment="the case, or the organisation")
    commitment = models.CharField(max_length=64, db_comment="id of the commitment in the policy")
    policy = models.CharField(max_length=64, db_comment="id of the version of the policy that it comes from")
    month = models.DateField(db_comment="first day of the month in London in which the clock started")
    settled = models.CharField(max_length=8, db_comment="kept, late, missed or excused; empty while it is open")
    runs_out = models.DateTimeField(null=True, db_comment="when what is open becomes overdue, UTC; null for never")
    begins = models.DateTimeField(null=True, db_comment="when time alone will open it, UTC; null for what is owed now")
    number = models.IntegerField(db_comment="how many obligations stand so")

    class Meta:
        db_table = "casework_tally"
        db_table_comment = "What each case was owed, counted, for figures; derived from the ledger"
        indexes = (models.Index(fields=("commitment", "month"), name="tallies_by_month"),)


class Awaited(models.Model):
    """Something in a case that waits for somebody else's approval. Derived."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, db_comment="the case")
    event = models.CharField(max_length=64, db_comment="kind of entry that asks: discretion.asked or closure.proposed")
    entry = models.CharField(max_length=64, db_comment="id of the entry that asks")
    by = models.CharField(max_length=64, null=True, db_comment="handle of who asks")
    at = models.DateTimeField(db_comment="when it was asked, UTC")

    class Meta:
        db_table = "casework_awaited"
        db_table_comment = "What waits for a second person's approval in a case; derived from the ledger"


class Submission(models.Model):
    """A form or message that was recorded, by its key: sent again, it gives the same entry and makes no other."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    by = models.CharField(max_length=64, db_comment="handle of who sent it")
    key = models.CharField(max_length=64, db_comment="random key that the form was given")
    digest = models.BinaryField(
        db_comment="keyed digest of what was sent, to tell a repeat from another use of the key"
    )
    book = models.ForeignKey(Book, on_delete=models.PROTECT, db_comment="the book it was recorded in")
    entry = models.CharField(max_length=64, db_comment="id of the entry it made")
    seq = models.IntegerField(db_comment="place of that entry")

    class Meta:
        db_table = "casework_submission"
        db_table_comment = "Submissions that were recorded; only added to"
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="one_entry_for_a_key"),)


class BreakGlass(models.Model):
    """Somebody opened a case that is not theirs: one case, read-only, 60 minutes."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random")
    staff = models.CharField(max_length=64, db_comment="handle of who opened it")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, db_comment="the case")
    at = models.DateTimeField(db_comment="when, UTC; it lasts 60 minutes")
    code = models.CharField(max_length=24, db_comment="the listed reason")
    reason = models.BinaryField(db_comment="the reason in words, AES-256-GCM under the book's key")
    address = models.BooleanField(db_comment="whether addresses were asked for as well")
    review_by = models.DateTimeField(db_comment="when its review is due: the end of the next working day, UTC")

    class Meta:
        db_table = "casework_break_glass"
        db_table_comment = "Cases opened in an emergency; only added to"
        indexes = (models.Index(fields=("staff", "-at"), name="glass_broken_by"),)


class BreakGlassReview(models.Model):
    """Somebody else's second look at a break-glass."""

    glass = models.OneToOneField(BreakGlass, on_delete=models.PROTECT, primary_key=True, db_comment="what was reviewed")
    by = models.CharField(max_length=64, db_comment="handle of who reviewed it")
    at = models.DateTimeField(db_comment="when, UTC")
    justified = models.BooleanField(db_comment="whether it was needed")
    findings = models.BinaryField(db_comment="what was found, AES-256-GCM under the book's key")

    class Meta:
        db_table = "casework_break_glass_review"
        db_table_comment = "Reviews of break-glass; only added to"


class Proposal(models.Model):
    """Something that takes two people: what the first of them asks for."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random")
    what = models.CharField(max_length=24, db_comment="erasure, hold, role_grant or sign_in, as in the rights table")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, null=True, db_comment="the case, where it is about one")
    asked = models.TextField(db_comment="what is asked for: coded facts as canonical JSON")
    by = models.CharField(max_length=64, db_comment="handle of who asks")
    at = models.DateTimeField(db_comment="when, UTC")

    class Meta:
        db_table = "casework_proposal"
        db_table_comment = "What waits for a second person; only added to"


class Decision(models.Model):
    """The second person's answer to a proposal."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, primary_key=True, db_comment="what was decided")
    by = models.CharField(max_length=64, db_comment="handle of who decided, never who asked")
    at = models.DateTimeField(db_comment="when, UTC")
    approved = models.BooleanField(db_comment="whether it was approved")

    class Meta:
        db_table = "casework_decision"
        db_table_comment = "Answers to proposals; only added to"


class Notice(models.Model):
    """Something that a member of staff should know of. It names a sort of event and a book, and says no more."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random")
    to = models.CharField(max_length=64, db_comment="handle of who should know")
    kind = models.CharField(max_length=24, db_comment="what sort of thing happened")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, null=True, db_comment="the case it is about")
    at = models.DateTimeField(db_comment="when it happened, UTC")
    seen_at = models.DateTimeField(null=True, db_comment="when it was seen, UTC")

    class Meta:
        db_table = "casework_notice"
        db_table_comment = "Notices for staff, without content"
        indexes = (models.Index(fields=("to", "-at"), name="notices_of"),)


class Unfinished(models.Model):
    """A form that somebody began and has not sent: theirs alone, sealed, and gone after a week."""

    id = models.UUIDField(primary_key=True, default=random_id, editable=False, db_comment="random")
    by = models.CharField(max_length=64, db_comment="handle of whose it is")
    book = models.ForeignKey(
        Book, on_delete=models.CASCADE, null=True, db_comment="the case; null: a report, not yet one"
    )
    form = models.CharField(max_length=96, db_comment="which form: the kind of event, and what it is about")
    words = models.BinaryField(
        db_comment="what was typed, AES-256-GCM under the case's key, or one of the person's own"
    )
    at = models.DateTimeField(db_comment="when it was last kept, UTC")
    until = models.DateTimeField(db_comment="when it is deleted, UTC")

    class Meta:
        db_table = "casework_unfinished"
        db_table_comment = "Forms begun and not sent, each sealed and for one person alone"
        constraints = (
            models.UniqueConstraint(fields=("by", "book", "form"), nulls_distinct=False, name="one_draft_of_a_form"),
        )
        indexes = (models.Index(fields=("until",), name="drafts_to_delete"),)
