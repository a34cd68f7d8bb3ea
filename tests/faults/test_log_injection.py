"""Nobody can write a line of their own into a log, or make a chain read otherwise than it was written."""

import logging
from dataclasses import replace

import psycopg
import pytest
from django.db import transaction

from bench.installation import signed_in
from lintel.access import readlog
from lintel.casework.look import look
from lintel.embedded.folder import Layout
from lintel.ledger.verification import verify
from tests.faults.conftest import Running
from tests.faults.planted import Plants
from tests.faults.planting import Planter
