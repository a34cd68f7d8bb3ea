"""What people sign in with is bound to their account. What was there before is taken to be theirs, this once."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from lintel.signin.binding import mark
from lintel.signin.marks import lasting


def bind_what_there_is(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Passwords and factors; links are to be made anew. Needs the keys where there is anything to bind."""
    using = editor.connection.alias
    accounts: Any = apps.get_model("signin", "Account")
    factors: Any = apps.get_model("mfa", "Authenticator")
    for account in accounts.objects.using(using).iterator():
        account.bound = mark("password", account.staff_id, account.password)
        account.save(update_fields=["bound"])
    for factor in factors.objects.using(using).select_related("user").iterator():
        factor.data["bound"] = mark("factor", factor.user.staff_id, *lasting(factor.type, factor.data)).hex()
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("signin", "0003_tokens"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="bound",
            field=models.BinaryField(
                db_comment="keyed digest of the handle and the password’s hash: copied from another row, it fails",
                default=b"",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="coded",
            field=models.BooleanField(
                db_comment="whether it takes a code as well, which somebody else gives", default=False
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="bound",
            field=models.BinaryField(
                db_comment="keyed digest of the handle, the token, the code and the end: made by Lintel or no good",
                default=b"",
            ),
        ),
        migrations.RunPython(bind_what_there_is, migrations.RunPython.noop),
    ]
