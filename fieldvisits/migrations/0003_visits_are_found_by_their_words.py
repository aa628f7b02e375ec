from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from outreach.common.text import bigrams

_BATCH = 500


def index(apps: Any, _schema_editor: Any) -> None:
    """Visits that were written before there was an index."""
    gram_model = apps.get_model("fieldvisits", "VisitGram")
    visits = apps.get_model("fieldvisits", "Visit").objects.order_by("pk").prefetch_related("findings")
    for visit in visits.iterator(chunk_size=_BATCH):
        found = [f"{one.what}\n{one.place}\n{one.solution}" for one in visit.findings.all()]
        grams = sorted(bigrams("\n".join([visit.purpose, visit.summary, *found])))
        gram_model.objects.bulk_create([gram_model(gram=gram, visit=visit) for gram in grams])


class Migration(migrations.Migration):
    dependencies = [("fieldvisits", "0002_entries_come_from_devices")]

    operations = [
        migrations.CreateModel(
            name="VisitGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.CharField(max_length=2)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="fieldvisits.visit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("gram", "visit"), name="gram_once_per_visit")],
            },
        ),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
