from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_closed_items_are_looked_back_at")]

    operations = [
        migrations.AddField(
            model_name="supportrequest",
            name="promised_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="谁答应的"),
        ),
    ]
