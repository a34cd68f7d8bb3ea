"""Our homes, and who holds them on what terms. No names stand here: the housing system has those."""

from django.db import models


class Home(models.Model):
    """A property of the landlord's."""

    uprn = models.CharField(max_length=12, primary_key=True, db_comment="Unique Property Reference Number")
    address = models.CharField(max_length=250, db_comment="address without the postcode")
    postcode = models.CharField(max_length=8, db_comment="postcode")
    lsoa = models.CharField(max_length=9, db_comment="lower layer super output area that it lies in")
    bedrooms = models.SmallIntegerField(db_comment="number of bedrooms")

    class Meta:
        db_table = "homes_home"
        db_table_comment = "The landlord's homes, as the housing system says"


class Tenancy(models.Model):
    """A tenancy of a home: its kind, and whether one or several hold it."""

    reference = models.CharField(max_length=64, primary_key=True, db_comment="the housing system's reference")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="tenancies", db_comment="the home")
    kind = models.CharField(max_length=24, db_comment="kind of tenancy, as in tenancy.noted")
    held = models.CharField(max_length=8, db_comment="sole or joint")
    started = models.DateField(db_comment="first day")
    ended = models.DateField(null=True, db_comment="last day; null while it lasts")

    class Meta:
        db_table = "homes_tenancy"
        db_table_comment = "Tenancies, as the housing system says"
