"""For suites that come as a visitor: what is remembered of them, and somebody who reads the small question."""

import re
from typing import Any

from django.conf import settings
from django.test import Client

from outreach.accounts.sessions import SessionStore
from outreach.door.questions import banks, number_words, place_words

_MARK = re.compile(r'name="door_mark" value="([^"]+)"')
_TEXT = re.compile(r'id="door-question">([^<]+)<')


def visitor_in(client: Client) -> SessionStore:
    """What the portal remembers of the visitor in this browser."""
    cookie = client.cookies.get(settings.VISITOR_COOKIE_NAME)
    return SessionStore(cookie.value if cookie else None)


def remember(client: Client, **things: Any) -> None:
    """Let the portal remember ``things`` of the visitor in this browser."""
    visitor = visitor_in(client)
    visitor.update(things)
    visitor.save()
    client.cookies[settings.VISITOR_COOKIE_NAME] = str(visitor.session_key)


def question_in(page: str) -> str:
    """The question on the page; empty where none is asked."""
    found = _TEXT.search(page)
    return found[1] if found else ""


def answer_to(page: str) -> str:
    """What a person who reads Chinese would write."""
    text = question_in(page)
    assert text, "nothing is asked on this page"
    if "班车上有" in text:
        there, come, gone = (
            number_words().index(word) for word in re.findall(r"有(.+?)个人，上来(.+?)个，下去(.+?)个", text)[0]
        )
        return str(there + come - gone)
    if "哪一个词不是" in text:
        sort = re.findall(r"不是(.+?)？", text)[0]
        shown = re.findall(r"？(.+?)。", text)[0].split("、")
        return str(next(word for word in shown if word not in dict(banks())[sort]))
    place = next(number for number, word in enumerate(place_words()) if word in text)
    return text.split("。")[0].split("、")[place]


def answered(response: Any) -> dict[str, str]:
    """The two fields that answer the question of a page."""
    page = response.content.decode()
    found = _MARK.search(page)
    return {"door_mark": found[1] if found else "", "door_answer": answer_to(page)}
