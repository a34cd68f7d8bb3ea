"""Who works here, in which role, and what they looked at."""

from django.db import models


class Team(models.Model):
    """A team that cases belong to by their officer."""

    handle = models.CharField(max_length=64, primary_key=True, db_comment="the team's handle")
    name = models.CharField(max_length=120, db_comment="what the team is called")

    class Meta:
        db_table = "access_team"
        db_table_comment = "Teams"


class Staff(models.Model):
    """Somebody who may sign in. The handle stands in entries; it never changes and is never given again."""

    handle = models.CharField(max_length=64, primary_key=True, db_comment="their handle; never given to another")
    name = models.CharField(max_length=120, db_comment="what colleagues call them")
    added_at = models.DateTimeField(db_comment="when the account was made, UTC")
    ended_at = models.DateTimeField(null=True, db_comment="when the account was ended, UTC; null while it lives")

    class Meta:
        db_table = "access_staff"
        db_table_comment = "Accounts of staff and contractors"


class RoleGrant(models.Model):
    """A role that somebody was given: proposed by one, approved by another, never by themselves."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants", db_comment="who was given it")
    role = models.CharField(max_length=32, db_comment="the role, as in the rights table")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, db_comment="the team it is held in, if any")
    by = models.CharField(max_length=64, db_comment="handle of who proposed it")
    approved_by = models.CharField(max_length=64, db_comment="handle of who approved it")
    at = models.DateTimeField(db_comment="when it began, UTC")
    ended_at = models.DateTimeField(null=True, db_comment="when it ended, UTC; null while it lasts")
    ended_by = models.CharField(max_length=64, null=True, db_comment="handle of who ended it")

    class Meta:
        db_table = "access_role_grant"
        db_table_comment = "Roles given and ended; only the ending is ever changed"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(by=models.F("staff")) & ~models.Q(approved_by=models.F("staff")),
                name="nobody_grants_themselves_a_role",
            ),
            models.CheckConstraint(condition=~models.Q(by=models.F("approved_by")), name="two_people_grant_a_role"),
        )
        indexes = (models.Index(fields=("staff",), condition=models.Q(ended_at=None), name="roles_held_now"),)


class StaffMark(models.Model):
    """One thing a member of staff, or somebody they declared close to them, can be matched by; blinded."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="marks", db_comment="whose conflict it is")
    source = models.CharField(max_length=12, db_comment="own (from the payroll) or declared (somebody close to them)")
    whose = models.CharField(max_length=32, db_comment="random; marks of one person belong together by it")
    kind = models.CharField(max_length=16, db_comment="what sort of thing it is: surname, address, phone")
    blind = models.BinaryField(db_comment="keyed digest of the normalised text")

    class Meta:
        db_table = "access_staff_mark"
        db_table_comment = "Blind marks by which the conflict wall matches staff with people in cases"
        indexes = (models.Index(fields=("kind", "blind"), name="staff_by_mark"),)


class Read(models.Model):
    """One look, or one refusal to look. No content, no search terms, no names: chained for each reader."""

    pk = models.CompositePrimaryKey("reader", "seq")
    reader = models.CharField(max_length=64, db_comment="handle of who looked")
    seq = models.IntegerField(db_comment="place in this reader's log, from 1 without gaps")
    at = models.DateTimeField(db_comment="when, UTC")
    verb = models.CharField(max_length=16, db_comment="what was done, as in the rights table")
    thing = models.CharField(max_length=32, db_comment="sort of thing it was done to, as in the rights table")
    book = models.UUIDField(null=True, db_comment="the book it was asked of, whether or not there is one")
    ground = models.CharField(max_length=64, db_comment="why it was allowed, or refused: cell of the rights table")
    roles = models.TextField(db_comment="roles held at the time, comma between")
    request = models.CharField(max_length=64, db_comment="id of the request, to match with the server's log")
    origin = models.CharField(max_length=45, db_comment="address of the machine the request came from")
    found = models.IntegerField(null=True, db_comment="how many things were shown, where it was a list or a search")
    hash = models.BinaryField(db_comment="SHA-256 over the previous hash and this row")

    class Meta:
        db_table = "access_read"
        db_table_comment = "The read log; only ever added to"
        indexes = (models.Index(fields=("book", "-at"), name="who_looked_at_a_book"),)
