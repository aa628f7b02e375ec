"""Sessions from before stand in clear, with the key that opens each: they go, and everybody signs in again."""

from django.db import migrations


def forget_sessions(apps, _schema_editor):
    apps.get_model("accounts", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_second_factor_and_first_password"),
    ]

    operations = [
        migrations.RunPython(forget_sessions, migrations.RunPython.noop),
    ]
