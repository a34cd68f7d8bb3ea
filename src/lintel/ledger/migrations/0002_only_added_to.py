"""Books, entries, imports and anchors are only ever added to. A sealed file may be removed, never changed."""

from typing import ClassVar

from django.db import migrations

_TABLES = (
    "ledger_arrival",
    "ledger_arrival_done",
    "ledger_book",
    "ledger_entry",
    "ledger_anchor",
    "ledger_anchor_sent",
)
_WARD = "CREATE TRIGGER only_added_to BEFORE {what} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_added_to()"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial"), ("access", "0002_only_added_to")]
    operations: ClassVar = [
        *(migrations.RunSQL(_WARD.format(what="UPDATE OR DELETE OR TRUNCATE", table=table)) for table in _TABLES),
        migrations.RunSQL(_WARD.format(what="UPDATE OR TRUNCATE", table="ledger_attachment")),
    ]
