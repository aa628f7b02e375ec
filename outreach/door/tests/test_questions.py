"""The small question: read by people and screen readers, judged by any worker, right only once and only in time."""

import hashlib
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import translation

from outreach.common import clock
from outreach.door import questions
from outreach.door.testing import answer_to

pytestmark = pytest.mark.django_db


def shown(question: questions.Question) -> str:
    return f'<label id="door-question">{question.text}</label>'


@pytest.mark.parametrize("kind", questions._KINDS)
def test_every_kind_can_be_answered_by_reading_it(kind: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "_KINDS", [kind])
    for _time in range(20):
        question = questions.ask()
        assert questions.is_right(question.mark, answer_to(shown(question))), question.text


def test_a_right_answer_counts_once() -> None:
    question = questions.ask()
    answer = answer_to(shown(question))
    assert questions.is_right(question.mark, answer)
    assert not questions.is_right(question.mark, answer)


def test_a_right_answer_counts_once_even_across_the_full_hour() -> None:
    before = clock.start_of(clock.today()) + timedelta(hours=8, minutes=59)
    with clock.travel_to(before):
        question = questions.ask()
        answer = answer_to(shown(question))
        assert questions.is_right(question.mark, answer)
    with clock.travel_to(before + timedelta(minutes=5)):
        assert not questions.is_right(question.mark, answer)


def test_after_half_an_hour_another_question_is_due() -> None:
    question = questions.ask()
    answer = answer_to(shown(question))
    with clock.travel_to(clock.now() + timedelta(minutes=31)):
        assert not questions.is_right(question.mark, answer)
    with clock.travel_to(clock.now() - timedelta(minutes=1)):
        assert not questions.is_right(question.mark, answer)


@pytest.mark.parametrize("written", ["七", "7", " ７ ", "七。"])
def test_a_number_may_be_written_in_any_way(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "_KINDS", [lambda: ("几？", ["7", "七"])])
    assert questions.is_right(questions.ask().mark, written)


@pytest.mark.parametrize("written", ["", "八", "77", "\x00", "x" * 500, "é\ud800"])
def test_anything_else_is_wrong_and_never_an_error(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "_KINDS", [lambda: ("几？", ["7", "七"])])
    assert not questions.is_right(questions.ask().mark, written)


@pytest.mark.parametrize("mark", ["", "x", "a:b:c", "é\ud800", "x" * 5000])
def test_a_forged_mark_is_worth_nothing(mark: str) -> None:
    assert not questions.is_right(mark, "七")


def test_the_answer_is_not_in_the_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "_KINDS", [lambda: ("哪一个？", ["扳手"])])
    told = str(signing.loads(questions.ask().mark, salt=questions._SALT))
    plain = hashlib.sha256("扳手".encode()).hexdigest()
    assert not [word for word in ("扳手", plain[:24]) if word in told]


def test_there_are_more_than_a_handful_of_questions() -> None:
    assert len({questions.ask().text for _time in range(30)}) > 20


def test_english_readers_are_asked_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    with translation.override("en"):
        for kind in questions._KINDS:
            text, answers = kind()
            assert all(ord(c) < 0x2E80 for c in text + "".join(answers)), text
            monkeypatch.setattr(questions, "_KINDS", [lambda text=text, answers=answers: (text, answers)])
            assert questions.is_right(questions.ask().mark, f"The {answers[0].upper()}")
