import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldvisits", "0006_log_says_more"), ("ledger", "0008_support_is_promised")]

    operations = [
        migrations.AddField(
            model_name="visitfinding",
            name="support_request",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visit_finding",
                to="ledger.supportrequest",
                verbose_name="支持请求",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("support_request", None), ("issue__isnull", False), _connector="OR"),
                name="only_item_carries_promised_support",
            ),
        ),
    ]
