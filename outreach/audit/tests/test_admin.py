"""Only the audit administrator sees the log in the admin, and only to read."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from outreach.audit.admin import AuditRecordAdmin
from outreach.audit.models import AuditRecord
from outreach.audit.permissions import VIEW
from outreach.audit.workflow import record


class Holding:
    """Rights as every request carries them."""

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def may(self, permission: str) -> bool:
        return permission in self.permissions


@pytest.mark.parametrize(("rights", "sees"), [(Holding(VIEW), True), (Holding("ledger.assign"), False), (None, False)])
def test_seeing_needs_the_right_and_changing_is_nobodys(rights: Holding | None, sees: bool) -> None:
    request = RequestFactory().get("/admin/audit/auditrecord/")
    if rights is not None:
        request.rights = rights  # type: ignore[attr-defined]  # set by the rights middleware
    page = AuditRecordAdmin(AuditRecord, admin.site)
    assert page.has_module_permission(request) is sees
    assert page.has_view_permission(request) is sees
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


@pytest.mark.parametrize(("name", "status"), [("auditor", 200), ("admin", 403), ("security", 403)])
def test_the_roles_are_kept_apart(client: Client, cast: Any, name: str, status: int) -> None:
    """Not even a superuser reads the log without the role (三员分立)."""
    person = cast.people[name]
    person.is_staff = True
    person.is_superuser = name == "admin"
    person.save()
    made = record(action="a.done", detail={"number": 7})
    client.force_login(person)
    assert client.get(reverse("admin:audit_auditrecord_changelist"), {"q": "a"}).status_code == status
    assert client.get(reverse("admin:audit_auditrecord_change", args=[made.pk])).status_code == status
    assert client.post(reverse("admin:audit_auditrecord_delete", args=[made.pk]), {"post": "yes"}).status_code == 403
