"""``create_officer`` makes the first accounts of an enterprise, each with a password for one sign-in."""

import io
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.accounts.passwords import FEWEST_KINDS, kinds_in
from outreach.audit.models import AuditRecord
from outreach.org.enrolling import one_time_password
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "Kran-7-Nordkai"


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("create_officer", *args, stdout=out, **options)
    return out.getvalue()


def password_in(said: str) -> str:
    found = re.search(r"(\w{4}(?:-\w{4}){3})", said)
    assert found is not None
    return found.group(1)


def test_on_an_empty_portal_the_first_unit_becomes_the_headquarters() -> None:
    run("sec", name="潘磊", role="security_admin", unit="东江港务集团")
    assert OrgUnit.objects.get().is_root
    assert Posting.objects.get().role == Role.SECURITY_ADMIN


def test_the_password_is_printed_once_and_must_be_changed_at_the_first_sign_in(cast: Cast, client: Client) -> None:
    said = run("liu", name="刘佳", role="台账专员", unit="装卸一公司", email="liu@port.example", employee_number="0815")
    user = User.objects.get(username="liu")
    assert (user.full_name, user.email, user.employee_number) == ("刘佳", "liu@port.example", "0815")
    assert Posting.objects.get(user=user).unit == cast.east
    answer = client.post(reverse("login"), {"username": "liu", "password": password_in(said)})
    assert answer.headers["Location"].startswith(reverse("password_change"))
    assert client.get(reverse("ledger:list")).status_code == 302
    told = str(list(AuditRecord.objects.values()))
    assert password_in(said) not in told
    assert {"account.created", "posting.begun"} <= set(AuditRecord.objects.values_list("action", flat=True))


def test_one_time_passwords_meet_the_rules_and_differ() -> None:
    made = {one_time_password(User(username="a")) for _n in range(200)}
    assert len(made) == 200
    assert min(map(kinds_in, made)) >= FEWEST_KINDS
    with pytest.raises(ValidationError, match="用户名太短"):
        one_time_password(User(username="-"))
    assert not any(sign in word for word in made for sign in "O0Il1o")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"role": "king"}, "没有“king”这种岗位"),
        ({"unit": "火星分公司"}, "没有叫“火星分公司”的单位"),
        ({"unit": " / "}, "要写单位名称"),
        ({"name": "x" * 41}, "40"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_writes_nothing(cast: Cast, changed: dict[str, str], words: str) -> None:
    asked = {"name": "新来的", "role": "handler", "unit": "装卸一公司", **changed}
    with pytest.raises(CommandError, match=words):
        run("newcomer", **asked)
    assert not User.objects.filter(username="newcomer").exists()


def test_a_name_that_is_taken_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError):
        run("handler", name="另一个", role="handler", unit="装卸一公司")
    assert Posting.objects.filter(user=cast.handler).count() == 1


def test_units_of_one_name_are_told_apart_by_what_is_above_them(cast: Cast) -> None:
    west = OrgUnit.objects.create(name="固机车间", parent=cast.west)
    with pytest.raises(CommandError, match="上级单位/名称"):
        run("a", name="甲", role="cadre", unit="固机车间")
    run("a", name="甲", role="cadre", unit="港城物流公司/固机车间")
    assert Posting.objects.get(user__username="a").unit == west
    with pytest.raises(CommandError, match="没有叫"):
        run("b", name="乙", role="cadre", unit="安全环保部/固机车间")


def test_a_script_that_leaves_something_out_is_told(cast: Cast) -> None:
    with pytest.raises(CommandError, match="缺少"):
        run("newcomer", name="新来的")


def test_at_a_terminal_it_asks_and_a_weak_password_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal itself is stood in for: a test has none."""
    answers = iter(["newcomer", "新来的", "handler", "装卸一公司"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    typed = ["newcomer-9-A"]
    monkeypatch.setattr("getpass.getpass", lambda _question: typed[-1])
    with pytest.raises(CommandError, match="用户名"):
        run(ask_password=True)
    answers = iter(["newcomer", "新来的", "handler", "装卸一公司"])
    typed.append(PASSWORD)
    assert PASSWORD not in run(ask_password=True)
    newcomer = User.objects.get(username="newcomer")
    assert newcomer.check_password(PASSWORD)
    assert newcomer.must_change_password


def test_two_different_passwords_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, PASSWORD + "x"])
    monkeypatch.setattr("getpass.getpass", lambda _question: next(typed))
    with pytest.raises(CommandError, match="不一样"):
        run("newcomer", name="新来的", role="handler", unit="装卸一公司", ask_password=True)
