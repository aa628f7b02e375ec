"""The second factor: six digits from an app on a phone, or one of ten codes printed on paper."""

import math
from base64 import b32encode
from secrets import token_bytes
from typing import Any

import segno
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from outreach.accounts.factorkeys import Phone, digests, new_seed
from outreach.accounts.models import User
from outreach.accounts.sessions import end_sessions
from outreach.accounts.signals import account_told
from outreach.accounts.steps import PASSED
from outreach.common import clock

_KEY = "factor_seed"
CODES = 10
_DIGITS = 6


def offered_device(request: HttpRequest, user: User) -> Phone:
    """A device that is not set up yet; its seed stays in the session, so that loading the page again keeps it."""
    key = request.session.setdefault(_KEY, new_seed())
    return Phone(user=user, key=key, name="totp", confirmed=True)


def picture(device: Phone) -> SafeString:
    """The QR code that an app reads, as SVG without inline style."""
    drawn = segno.make(device.config_url, error="m", boost_error=False).svg_inline(
        border=4, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from a key of our own


def typed_secret(device: Phone) -> str:
    """The same key to be typed, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


@transaction.atomic
def set_up(*, request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Take the offered device where ``code`` shows that the phone has it; returns the recovery codes, only here."""
    device = offered_device(request, user)
    User.objects.select_for_update().get(pk=user.pk)
    _forget(user)
    if not device.verify_token(code):
        transaction.set_rollback(True)
        return None
    codes = _new_codes(user)
    user.factor_since = clock.now()
    user.save(update_fields=["factor_since"])
    del request.session[_KEY]
    request.session[PASSED] = True
    end_sessions(user=user, by=user, keep=request.session.session_key)
    account_told.send(User, act="factor_set", user=user, by=user, detail={})
    return codes


@transaction.atomic
def check(*, user: User, code: str) -> bool:
    """Whether ``code`` is this person's now; each works once, and wrong ones make the next wait longer."""
    typed = "".join(code.split()).replace("-", "").lower()
    is_paper = len(typed) != _DIGITS
    device = _device(user, StaticDevice if is_paper else Phone)
    passed = bool(device and device.verify_token(_as_kept(device, typed) if is_paper else typed))
    act = ("recovery_code_used" if is_paper else "factor_passed") if passed else "factor_failed"
    account_told.send(User, act=act, user=user, by=user, detail={})
    return passed


def wait_seconds(user: User) -> int:
    """How long before a code of this person's phone is looked at again."""
    device = Phone.objects.filter(user=user, confirmed=True).first()
    allowed, why = device.verify_is_allowed() if device else (True, None)
    return max(1, math.ceil((why["locked_until"] - clock.now()).total_seconds())) if why and not allowed else 0


def codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    number: int = StaticToken.objects.filter(device__user=user).count()
    return number


@transaction.atomic
def reset(*, user: User, by: User | None) -> bool:
    """Forget the factor of somebody who lost phone and paper, and sign them out; False where there was none."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.factor_since is None:
        return False
    _forget(user)
    user.factor_since = None
    user.save(update_fields=["factor_since"])
    end_sessions(user=user, by=by)
    account_told.send(User, act="factor_reset", user=user, by=by, detail={})
    return True


def _forget(user: User) -> None:
    Phone.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _device(user: User, kind: type[Any]) -> Any:
    return kind.objects.select_for_update().filter(user=user, confirmed=True).first()


def _as_kept(paper: StaticDevice, typed: str) -> str:
    """The digest under which a code lies here, or one that is not here."""
    made = digests(typed)
    return str(paper.token_set.filter(token__in=made).values_list("token", flat=True).first() or made[0])


def _new_codes(user: User) -> list[str]:
    """Fifty bits each."""
    device = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    codes = [b32encode(token_bytes(7)).decode().lower()[:10] for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=digests(code)[0])
    return [f"{code[:5]}-{code[5:]}" for code in codes]
