"""``unlock_account`` lets somebody in again when nobody in the portal can."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "Kran-7-Nordkai"


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("unlock_account", *args, stdout=out)
    return out.getvalue()


def knock(client: Client, password: str) -> int:
    return client.post(reverse("login"), {"username": "security", "password": password}).status_code


def test_a_locked_account_opens_at_once(cast: Cast, client: Client) -> None:
    cast.security.set_password(PASSWORD)
    cast.security.save()
    assert [knock(client, "wrong") for _try in range(5)][-1] == 429
    assert knock(client, PASSWORD) == 429
    assert "已解除锁定" in run("security")
    assert knock(client, PASSWORD) == 302
    assert AuditRecord.objects.get(action="account.unlocked").actor is None
    assert "没有锁定" in run("security")


def test_password_and_factor_are_new_only_where_it_is_asked(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.security.pk).update(factor_since=clock.now())
    before = User.objects.values_list("password", "factor_since").get(pk=cast.security.pk)
    run("security")
    assert User.objects.values_list("password", "factor_since").get(pk=cast.security.pk) == before
    said = run("security", "--new-password", "--reset-factor")
    found = re.search(r"(\w{4}(?:-\w{4}){3})", said)
    assert found is not None
    assert knock(client, found.group(1)) == 302
    cast.security.refresh_from_db()
    assert (cast.security.factor_since, cast.security.must_change_password) == (None, True)
    assert {"account.password_set", "account.factor_reset"} <= set(AuditRecord.objects.values_list("action", flat=True))
    assert "没有第二步验证" in run("security", "--reset-factor")


def test_nobody_and_those_who_left_are_refused_in_words(cast: Cast) -> None:
    with pytest.raises(CommandError, match="没有用户名"):
        run("nobody-at-all")
    User.objects.filter(pk=cast.handler.pk).update(is_active=False)
    with pytest.raises(CommandError, match="已停用"):
        run("handler")
