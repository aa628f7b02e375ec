"""Only the audit administrator sees the log in the admin, and only to read."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from outreach.audit.admin import VIEW, AuditRecordAdmin
from outreach.audit.models import AuditRecord


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
