"""Triggers that refuse to change or delete a record, on both databases; 0005 puts those of today in their place."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = []
