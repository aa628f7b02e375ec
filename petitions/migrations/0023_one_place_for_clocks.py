from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("petitions", "0022_clocks_move_into_one_place")]

    operations = [
        migrations.RemoveField(model_name="petition", name="notice_clock"),
        migrations.RemoveField(model_name="petition", name="conclude_clock"),
    ]
