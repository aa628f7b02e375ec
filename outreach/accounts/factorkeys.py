"""What the database keeps of a second factor opens nothing: half of every key lies in the settings.

Of a phone the database holds a random seed; the key that the phone knows is made of the seed and a key of the portal.
Of the codes on paper it holds digests. The portal's keys come from those of ``IDENTITY_INDEX_KEY`` by HMAC (RFC 2104),
because older ones stay there for good: a new one in front does not lock anybody out.
"""

import hmac
import logging
from secrets import token_bytes

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

logger = logging.getLogger(__name__)

_SEED_BYTES = 20
_KEY_BYTES = 20  # of SHA-1, as RFC 4226 advises
_NAME_SIGNS = 16
_PAPER_SIGNS = 16  # as many as the column holds: 64 bits for codes of fifty


class Phone(TOTPDevice):  # type: ignore[misc]  # django-otp has no types
    """An app on a phone; ``key`` is the seed, followed by the name of the portal's key that belongs to it."""

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        """What the phone knows; a key that nobody knows where the portal's own is no longer among the settings."""
        seed, name = self.key[: 2 * _SEED_BYTES], self.key[2 * _SEED_BYTES :]
        ours = next((one for one in _keys() if _name(one) == name), None)
        if ours is None:
            logger.error("IDENTITY_INDEX_KEY lacks the key %s that second factors hang on", name)
            return token_bytes(_KEY_BYTES)
        return hmac.digest(ours, bytes.fromhex(seed), "sha256")[:_KEY_BYTES]


def new_seed() -> str:
    """For a phone that is to be set up."""
    return str(random_hex(_SEED_BYTES)) + _name(_keys()[0])


def digests(code: str) -> list[str]:
    """What is kept of a code on paper, by the newest key first."""
    return [hmac.digest(ours, code.encode(), "sha256").hex()[:_PAPER_SIGNS] for ours in _keys()]


def _keys() -> list[bytes]:
    parts = [part.strip() for part in str(settings.IDENTITY_INDEX_KEY).split(",") if part.strip()]
    if not parts:
        raise ImproperlyConfigured("IDENTITY_INDEX_KEY holds no key: no second factor without one")
    return [hmac.digest(part.encode(), b"second factor", "sha256") for part in parts]


def _name(ours: bytes) -> str:
    return hmac.digest(ours, b"which key is this", "sha256").hex()[:_NAME_SIGNS]
