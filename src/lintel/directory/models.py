"""Agencies and the services they give."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Agency(models.Model):
    """An agency that we refer to or share with."""

    handle = models.CharField(max_length=64, primary_key=True, db_comment="the agency's handle, as entries name it")
    name = models.CharField(max_length=200, db_comment="what it is called")
    kind = models.CharField(max_length=64, db_comment="what sort of agency it is")
    phone = models.CharField(max_length=64, db_comment="public telephone number")
    email = models.CharField(max_length=200, db_comment="public e-mail address")
    website = models.CharField(max_length=200, db_comment="public web address")
    emergency = models.CharField(max_length=8, db_comment="whether it answers in an emergency: yes, no or unknown")
    last_checked = models.DateField(db_comment="when somebody last checked that this is still so")

    class Meta:
        db_table = "directory_agency"
        db_table_comment = "Agencies"


class Service(models.Model):
    """A service of an agency: for which areas and needs, in which languages."""

    id = models.BigAutoField(primary_key=True, db_comment="a number of the row; it means nothing")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="services", db_comment="the agency")
    service = models.CharField(max_length=32, db_comment="kind of service, as in referral.offered")
    areas = ArrayField(models.CharField(max_length=64), db_comment="areas it covers; empty: everywhere")
    needs = ArrayField(models.CharField(max_length=64), db_comment="needs it is for; empty: everybody's")
    languages = ArrayField(models.CharField(max_length=32), db_comment="languages spoken; empty: not known")

    class Meta:
        db_table = "directory_service"
        db_table_comment = "Services of agencies"
        constraints = (models.UniqueConstraint(fields=("agency", "service"), name="one_service_of_an_agency"),)
