"""Who may do what where: lists and single rows answer from the same data."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from outreach.accounts.models import User
from outreach.common import clock
from outreach.org.grants import grants
from outreach.org.models import OrgUnit, Posting, UnitKind
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

LOOK = "test.look"
grants.allow(LOOK, Role.HANDLER, Role.LEDGER_OFFICER)


def test_a_posting_covers_its_unit_and_everything_under_it(cast: Cast) -> None:
    handler = cast.rights("handler")
    assert handler.covers(LOOK, cast.east.path)
    assert handler.covers(LOOK, cast.quay.path)
    assert not handler.covers(LOOK, cast.west.path)
    assert not handler.covers(LOOK, cast.group.path)


def test_a_sibling_whose_id_begins_alike_is_not_covered(cast: Cast) -> None:
    """``1/4/`` must not cover ``1/40/``: that is what the trailing slash is for."""
    near = OrgUnit(path=f"{cast.group.pk}/{cast.east.pk}0/")
    assert not cast.rights("handler").covers(LOOK, near.path)


def test_an_empty_path_belongs_to_nobody_but_the_root(cast: Cast) -> None:
    assert not cast.rights("handler").covers(LOOK, "")
    assert cast.rights("ledger").covers(LOOK, "")


def test_rights_cost_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        rights = Rights.of(cast.handler)
        rights.covers(LOOK, cast.quay.path)
        rights.as_q(LOOK, "unit")
        assert [unit.name for unit in rights.units] == ["装卸一公司"]


def test_yesterday_s_posting_and_a_disabled_account_give_nothing(cast: Cast) -> None:
    Posting.objects.filter(user=cast.handler).update(until=clock.today() - timedelta(days=1))
    assert not cast.rights("handler").may(LOOK)
    User.objects.filter(pk=cast.ledger.pk).update(is_active=False)
    assert not Rights.of(User.objects.get(pk=cast.ledger.pk)).may(LOOK)
    assert not Rights.of(AnonymousUser()).may(LOOK)


def test_the_superuser_flag_alone_gives_no_business_right(cast: Cast) -> None:
    cast.nobody.is_superuser = cast.nobody.is_staff = True
    cast.nobody.save()
    assert not cast.rights("nobody").may(LOOK)


@pytest.mark.parametrize("name", ["handler", "ledger", "outsider", "nobody", "cadre"])
def test_the_list_and_the_single_row_agree(cast: Cast, name: str) -> None:
    rights = cast.rights(name)
    listed = set(OrgUnit.objects.filter(rights.as_q(LOOK, "pk")))
    assert listed == {unit for unit in OrgUnit.objects.all() if rights.covers(LOOK, unit.path)}


def test_moving_a_unit_moves_everything_under_it(cast: Cast) -> None:
    gang = OrgUnit.objects.create(name="钳工班", kind=UnitKind.WORKSHOP, parent=cast.quay)
    cast.quay.parent = cast.west
    cast.quay.save()
    gang.refresh_from_db()
    assert gang.path == f"{cast.west.path}{cast.quay.pk}/{gang.pk}/"
    assert cast.rights("outsider").covers(LOOK, gang.path)


def test_there_is_one_root(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OrgUnit.objects.create(name="另一个集团", kind=UnitKind.HEADQUARTERS)


def test_units_are_found_by_name_pinyin_and_initials(cast: Cast) -> None:
    for words in ("装卸", "zhuangxie", "zxygs", "ZXYGS"):
        assert cast.east in OrgUnit.objects.named_like(words)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_coverage_is_being_under_it(steps: list[int]) -> None:
    """A path is covered by each of its own beginnings and by nothing else."""
    path = "".join(f"{step}/" for step in steps)
    beginnings = {"".join(f"{step}/" for step in steps[:n]) for n in range(1, len(steps) + 1)}
    for other in beginnings:
        unit = OrgUnit(path=other, parent_id=1)
        posting = Posting(unit=unit, role=Role.HANDLER)
        assert Rights(None, [posting]).covers(LOOK, path)
    aside = OrgUnit(path=f"{path}1/", parent_id=1)
    assert not Rights(None, [Posting(unit=aside, role=Role.HANDLER)]).covers(LOOK, path)
