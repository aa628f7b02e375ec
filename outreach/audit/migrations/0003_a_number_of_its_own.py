"""A record gets a number from the database and a signature of its own; its place in the chain moves out of it."""

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def let_change(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take off the triggers of 0002 as it once was."""
    place = "" if schema_editor.connection.vendor == "sqlite" else " ON audit_auditrecord"
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_refuse_{event}{place}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunPython(let_change, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="auditrecord",
            options={"ordering": ["-id"], "verbose_name": "审计记录", "verbose_name_plural": "审计记录"},
        ),
        migrations.RemoveIndex(model_name="auditrecord", name="audit_object"),
        migrations.RemoveIndex(model_name="auditrecord", name="audit_action"),
        migrations.RemoveField(model_name="auditrecord", name="previous_hash"),
        migrations.RemoveField(model_name="auditrecord", name="hash"),
        migrations.RenameField(model_name="auditrecord", old_name="seq", new_name="id"),
        migrations.AlterField(
            model_name="auditrecord",
            name="id",
            field=models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号"),
        ),
        migrations.AddField(
            model_name="auditrecord", name="mark", field=models.UUIDField(default=uuid.uuid4, editable=False, null=True)
        ),
        migrations.AddField(
            model_name="auditrecord",
            name="signature",
            field=models.CharField(default="", editable=False, max_length=64, verbose_name="签名"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="auditrecord",
            index=models.Index(fields=["object_type", "object_id", "id"], name="audit_of_object"),
        ),
        migrations.AddIndex(
            model_name="auditrecord", index=models.Index(fields=["action", "id"], name="audit_of_action")
        ),
    ]
