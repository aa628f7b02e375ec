"""The admin of people: who leaves is switched off, never deleted."""

import pytest
from django.test import Client

from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_nobody_is_deleted_and_no_page_lists_what_they_had_to_do_with(cast: Cast, client: Client) -> None:
    client.force_login(cast.security)
    assert client.get(f"/admin/accounts/user/{cast.discipline.pk}/delete/").status_code == 403
    page = client.get("/admin/accounts/user/")
    assert "delete_selected" not in page.content.decode()
