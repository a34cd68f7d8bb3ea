"""The staff host for a WSGI server. The database has been made ready before: `lintel serve` and the units do so."""

import django

from lintel.config.database import refuse_tampered
from lintel.config.requestlog import LoggedHandler

django.setup(set_prefix=False)
refuse_tampered()
application = LoggedHandler()
