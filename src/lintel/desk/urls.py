"""The addresses of the staff pages. Nothing in them identifies anybody: a case is its random id."""

from django.urls import path

from lintel.desk import today

urlpatterns = [
    path("", today.today, name="today"),
    path("people", today.today, name="people"),
    path("commitments", today.today, name="commitments"),
    path("policy", today.today, name="policy"),
    path("report", today.today, name="report"),
    path("administration", today.today, name="administration"),
]
