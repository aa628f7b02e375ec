from django.db import migrations


def keep_clocks(apps, _schema):
    """The clocks a case had, under the names they have now."""
    petitions = apps.get_model("petitions", "Petition").objects
    for one in petitions.exclude(notice_clock=None, conclude_clock=None).iterator(chunk_size=500):
        kept = {"notice": one.notice_clock, "conclude": one.conclude_clock}
        one.clocks = {name: held for name, held in kept.items() if held}
        one.term = "" if one.due_on is None else "conclude" if one.notified_at else "notice"
        one.save(update_fields=["clocks", "term"])


def forget_clocks(apps, _schema):
    """Back to one column for each."""
    petitions = apps.get_model("petitions", "Petition").objects
    for one in petitions.exclude(clocks={}).iterator(chunk_size=500):
        one.notice_clock, one.conclude_clock = one.clocks.get("notice"), one.clocks.get("conclude")
        one.save(update_fields=["notice_clock", "conclude_clock"])


class Migration(migrations.Migration):
    dependencies = [("petitions", "0021_the_statutory_case")]

    operations = [migrations.RunPython(keep_clocks, forget_clocks)]
