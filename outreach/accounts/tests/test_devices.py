"""A browser is named by words that its owner recognises."""

import pytest

from outreach.accounts.devices import described

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME}", "Chrome · Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        (f"Mozilla/5.0 (Linux; Android 15; HUAWEI) {_CHROME} MicroMessenger/8.0", "微信 · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.9 " + "x" * 100, "curl/8.9 " + "x" * 31),
        ("", ""),
    ],
)
def test_what_it_is_called(agent: str, words: str) -> None:
    assert described(agent) == words
