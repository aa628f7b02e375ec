"""One form, one record: what happens when the same form arrives a second time.

Every form that makes a record carries a token of its own. The record keeps the token and a
fingerprint of what was typed, so a second arrival with the same content finds the first record,
and one with other content is told apart.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from django import forms
from django.http import QueryDict


class Once(Protocol):
    """A record that remembers the form it came from."""

    content_hash: str


Kept = TypeVar("Kept", bound=Once)


class SentBeforeError(Exception):
    """The form was sent before with other content; ``record`` is what came of it then."""

    def __init__(self, record: Any) -> None:
        super().__init__(str(record))
        self.record = record


def fingerprint(content: Mapping[str, Any]) -> str:
    """64 hex digits that are the same for the same content, whatever its order."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def only_once(kept: Kept, content: str) -> Kept:
    """The record that a token stands for, or ``SentBeforeError`` when its content was another."""
    if kept.content_hash != content:
        raise SentBeforeError(kept)
    return kept


def new_token() -> uuid.UUID:
    """The token of a form that is about to be shown."""
    return uuid.uuid4()


class OnceForm(forms.Form):
    """A form that makes one record, however often it is sent."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=new_token)

    def renew(self) -> None:
        """Give the form another token and keep what was typed, so that sending it again makes a second record."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("token")] = str(new_token())
        self.data = data


def _plain(value: Any) -> Any:
    """Rows count by their key, uploads by their name and size, everything else by its words."""
    if hasattr(value, "pk"):
        return value.pk
    if hasattr(value, "size") and hasattr(value, "name"):
        return [value.name, value.size]
    if isinstance(value, (list, tuple, set)) or hasattr(value, "values_list"):
        return [_plain(one) for one in value]
    return str(value)
