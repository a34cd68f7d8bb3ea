from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_approvals_awaited"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="what",
            field=models.CharField(
                db_comment="erasure, hold, role_grant or sign_in, as in the rights table", max_length=24
            ),
        ),
    ]
