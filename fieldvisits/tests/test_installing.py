"""What a browser keeps of the log: in the language of the page that asked for it, and without anybody's cookies."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "language"), [("?l=en", "en"), ("?l=zh-Hans", "zh-hans"), ("", "zh-hans")])
def test_both_pages_it_keeps_are_in_the_language_asked_for(client: Client, asked: str, language: str) -> None:
    script = client.get(f"/sw.js{asked}").content.decode()
    for page in ("/fieldvisits/new/shell/", "/offline/"):
        assert f'"{page}?l={language}"' in script
        kept = Client().get(f"{page}?l={language}", headers={"Accept-Language": "fr"}).content.decode()
        assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in kept
