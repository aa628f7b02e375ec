"""Second factors kept in clear are forgotten: their owners set up anew at the next sign-in, which asks for it."""

from django.db import migrations


def forget(apps, _schema_editor):
    """The key that a phone knows cannot be changed from here."""
    for app, model in (("otp_totp", "TOTPDevice"), ("otp_static", "StaticDevice")):
        apps.get_model(app, model).objects.all().delete()
    apps.get_model("accounts", "User").objects.exclude(factor_since=None).update(factor_since=None)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sessions_are_sealed"),
        ("otp_static", "0003_add_timestamps"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Phone",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
