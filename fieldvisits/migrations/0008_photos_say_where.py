from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldvisits", "0007_promises_are_asked_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="visitphoto",
            name="caption",
            field=models.CharField(blank=True, max_length=40, verbose_name="拍的是哪里"),
        ),
    ]
