"""The navigation shows the rooms a person may enter, and where they are."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from outreach.dashboard.shell import Shell
from outreach.org.scoping import Rights


def shell_at(rf: RequestFactory, view_name: str, rights: Rights) -> Shell:
    request: Any = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=True)
    request.rights = rights
    request.resolver_match = SimpleNamespace(view_name=view_name)
    return Shell(request)


def labels(shell: Shell) -> list[str]:
    return [str(entry.label) for group in shell.navigation for entry in group.entries]


def current(shell: Shell) -> list[str]:
    return [str(entry.label) for group in shell.navigation for entry in group.entries if entry.is_current]


def test_somebody_with_every_right_sees_channels_above_shared_rooms(rf: RequestFactory) -> None:
    names = labels(shell_at(rf, "home", Rights.system()))
    assert names[0] == "我的工作"
    assert names[-7:] == ["台账", "联系点", "作战图", "走访覆盖", "冻结", "审计", "复核"]
    assert {"信访接待", "现场办公", "调查研究", "政策宣传"} <= set(names)


def test_somebody_without_a_posting_sees_only_their_own_work(rf: RequestFactory) -> None:
    shell = shell_at(rf, "home", Rights(None, []))
    assert labels(shell) == ["我的工作"]
    assert not shell.may_search


@pytest.mark.parametrize(
    ("view_name", "label"),
    [("home", "我的工作"), ("ledger:list", "台账"), ("ledger:detail", "台账"), ("wallchart", "作战图")],
)
def test_the_room_of_the_page_is_marked(rf: RequestFactory, view_name: str, label: str) -> None:
    assert current(shell_at(rf, view_name, Rights.system())) == [label]


def test_a_page_outside_every_room_marks_none(rf: RequestFactory) -> None:
    assert current(shell_at(rf, "notices", Rights.system())) == []


def test_a_visitor_has_no_name_and_no_unread_notices(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    shell = Shell(request)
    assert (shell.person_name, shell.unread, shell.is_signed_in) == ("", 0, False)


def test_many_unread_notices_are_shown_in_short(rf: RequestFactory) -> None:
    shell = shell_at(rf, "home", Rights.system())
    shell.unread = 120
    assert shell.unread_words == "99+"


def test_the_phone_bar_offers_a_visit_only_to_those_who_may_record_one(rf: RequestFactory) -> None:
    def thumbs(rights: Rights) -> list[str]:
        return [str(entry.label) for entry in shell_at(rf, "home", rights).thumbs]

    assert thumbs(Rights.system()) == ["待办", "记一次走访", "台账", "审计", "复核"]
    assert thumbs(Rights(None, [])) == ["待办"]
