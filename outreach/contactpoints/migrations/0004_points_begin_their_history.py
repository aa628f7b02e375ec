"""Points that were there before: their people, and their scores as a judgement of the unit."""

from typing import Any

from django.db import migrations


def begin(apps: Any, _schema: Any) -> None:
    points = apps.get_model("contactpoints", "ContactPoint")
    tenures = apps.get_model("contactpoints", "PointTenure")
    assessments = apps.get_model("contactpoints", "UnitAssessment")
    for point in points.objects.prefetch_related("scores").order_by("pk"):
        people = {"leader_id": point.leader_id, "liaison_id": point.liaison_id}
        until = None if point.is_active else point.until or point.since
        tenures.objects.create(point=point, since=point.since, until=until, **people)
        scores = {one.criterion: {"score": one.score, "reason": one.reason} for one in point.scores.all()}
        if scores:
            total = sum(one["score"] for one in scores.values())
            made_on = point.scored_on or point.since
            assessments.objects.create(unit_id=point.unit_id, scores=scores, total=total, made_on=made_on)


class Migration(migrations.Migration):
    dependencies = [("contactpoints", "0003_periods_have_a_history")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
