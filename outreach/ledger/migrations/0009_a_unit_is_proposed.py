import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_support_is_promised"),
        ("org", "0005_units_change_by_two"),
    ]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="proposed_unit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="issues_proposed",
                to="org.orgunit",
                verbose_name="建议主办单位",
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("proposed_unit__isnull", False)),
                fields=["proposed_unit"],
                name="issue_proposed",
            ),
        ),
    ]
