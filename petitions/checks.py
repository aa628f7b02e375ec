"""What the portal says at its start about the keys of the identity vault."""

from typing import Any

from django.core import checks

from petitions import keyring


@checks.register(checks.Tags.database)
def identity_keys_are_here(databases: Any = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """``petitions.W001``: a key that stored identities need is missing, or another one has taken its place."""
    if not databases or not keyring.is_installed("default"):
        return []
    return [checks.Warning(words, id="petitions.W001") for words in keyring.problems()]
