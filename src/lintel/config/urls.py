"""Every address of the staff host. One that is not in the table of `tests/desk/who_may_see.txt` fails there, and one of
the machine interface that is not in `tests/api/who_may.txt` there.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("lintel.signin.urls")),
    path("", include("lintel.desk.urls")),
    path("api/v1/", include("lintel.api.urls")),
]

handler400 = "lintel.config.answering.bad_request"
handler403 = "lintel.desk.refusing.forbidden"
handler404 = "lintel.config.answering.not_found"
handler500 = "lintel.config.answering.failed"
