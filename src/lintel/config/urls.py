"""Every address of the staff host. One that is not in the table of `tests/desk/who_may_see.txt` fails there."""

from django.urls import include, path

urlpatterns = [
    path("", include("lintel.signin.urls")),
    path("", include("lintel.desk.urls")),
]

handler400 = "lintel.desk.refusing.bad_request"
handler403 = "lintel.desk.refusing.forbidden"
handler404 = "lintel.desk.refusing.not_found"
handler500 = "lintel.desk.refusing.failed"
