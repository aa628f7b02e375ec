"""The chain of signed records, the checks of it, and the triggers that refuse to change either table."""

import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import outreach.common.clock
from outreach.audit import guards


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.install(schema_editor.connection)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_sign_what_is_there"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditrecord",
            name="mark",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="链号")),
                ("hash", models.CharField(max_length=64, verbose_name="校验值")),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="audit.auditrecord",
                        verbose_name="审计记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "链环",
                "verbose_name_plural": "链环",
                "ordering": ["seq"],
            },
        ),
        migrations.CreateModel(
            name="ChainCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=outreach.common.clock.now, verbose_name="提出时间")),
                ("begun_at", models.DateTimeField(blank=True, null=True, verbose_name="开始")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="完成")),
                ("count", models.BigIntegerField(default=0, verbose_name="核验条数")),
                ("broken_seq", models.BigIntegerField(blank=True, null=True, verbose_name="断在第几条")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "链核验",
                "verbose_name_plural": "链核验",
                "ordering": ["-pk"],
            },
        ),
        migrations.RunPython(install, remove),
    ]
