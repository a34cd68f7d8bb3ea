from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_sign_in_links"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="awaited",
            name="awaited_in_case",
        ),
        migrations.RemoveIndex(
            model_name="reach",
            name="reach_in_case",
        ),
        migrations.RemoveIndex(
            model_name="tally",
            name="tallies_of_case",
        ),
    ]
