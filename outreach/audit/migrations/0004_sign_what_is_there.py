"""Sign the records that were written before there was a key."""

import uuid

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from outreach.audit.chain import keys, signature


def sign(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    AuditRecord = apps.get_model("audit", "AuditRecord")
    key = None
    for row in AuditRecord.objects.order_by("pk").iterator():
        key = key or keys()[0]
        row.mark = uuid.uuid4()
        row.signature = signature(row, key)
        row.save(update_fields=["mark", "signature"])
    # Numbers go on behind the last one.
    with schema_editor.connection.cursor() as cursor:
        for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [AuditRecord]):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_a_number_of_its_own")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
