"""The staff host for a WSGI server. The database has been made ready before: `lintel serve` and the units do so."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
