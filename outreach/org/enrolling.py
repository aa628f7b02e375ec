"""A new account with its first post, made on the server: how the first officers of an enterprise come to be."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.accounts.sessions import end_sessions
from outreach.audit.workflow import record
from outreach.org.models import OrgUnit, Posting, UnitKind
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.workflow import appoint

#: Without signs that look alike on paper.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP, _DRAWS = 4, 4, 200
_HALF = (_GROUP + 1) * _GROUPS // 2


@transaction.atomic
def enrol(
    *, user: User, password: str, unit: OrgUnit, role: Role, rights: Rights, home: OrgUnit | None = None
) -> Posting:
    """Write an account that is not there yet and let it serve; the password is good for one sign-in.

    ``ValidationError`` where a name is taken, the password is weak, or the roles do not go together.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.full_clean()
    user.save()
    record(action="account.created", actor=rights.user, obj=user)
    return appoint(posting=Posting(user=user, unit=unit, home=home, role=role), rights=rights)


def one_time_password(user: User, first: str = "") -> str:
    """16 signs in groups of four, about 90 bits, easy to read from paper; drawn anew until it meets the rules.

    It begins with ``first``, where that half was drawn before.
    """
    for _draw in range(_DRAWS):
        groups = ("".join(secrets.choice(_SIGNS) for _place in range(_GROUP)) for _group in range(_GROUPS))
        password = first + "-".join(groups)[len(first) :]
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        return password
    raise ValidationError(_("用户名太短，换一个长些的。"))


def first_half(user: User) -> str:
    """Half of a password to come, about 45 bits, with the dash at its end; the other half is as long."""
    return one_time_password(user)[:_HALF]


@transaction.atomic
def new_password(*, user: User, first: str = "") -> str:
    """Give somebody a password for one sign-in, and sign them out everywhere; returned here and kept nowhere."""
    password = one_time_password(user, first)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user=user, by=None)
    record(action="account.password_set", obj=user)
    return password


def unit_named(name: str) -> OrgUnit:
    """The unit called ``name``; ``上级/名称`` where several are. The first of all becomes the root."""
    names = [part.strip() for part in name.split("/") if part.strip()]
    if not names:
        raise ValidationError(_("要写单位名称。"))
    if not OrgUnit.objects.exists():
        return OrgUnit.objects.create(name=names[-1], kind=UnitKind.HEADQUARTERS)
    found = [unit for unit in OrgUnit.objects.active().filter(name=names[-1]) if _lies_in(unit, names[:-1])]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(_("叫“%(name)s”的单位有好几个，请写成“上级单位/名称”。") % {"name": name})
    raise ValidationError(_("没有叫“%(name)s”的单位。") % {"name": name})


def role_named(text: str) -> Role:
    """A role by its identifier or by its Chinese name."""
    for role in Role:
        if text.strip() in {role.value, str(role.label)}:
            return role
    raise ValidationError(_("没有“%(text)s”这种岗位，可以是：%(roles)s") % {"text": text, "roles": roles_in_words()})


def roles_in_words() -> str:
    return ", ".join(f"{role.value} {role.label}" for role in Role)


def _lies_in(unit: OrgUnit, names: list[str]) -> bool:
    above = unit.parent
    for name in reversed(names):
        if above is None or above.name != name:
            return False
        above = above.parent
    return True
