"""Cases in which the office asks the petitioner: one waits for an answer; of one that has it mails are wanted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from outreach.common import clock
from petitions import workflow
from petitions.contacts import Contact
from petitions.models import CaseQuestion
from petitions.seeds.cases import BELOW, Story, accepted
from petitions.workflow import Question
from petitions.workflow.mailing import agree_to_mails, confirm_mails

LOST = Question("申请补配钥匙的单子是哪天交的、交给了谁？", "车间台账上没有查到，要找到那张单子。")
SNACK = Question("你说的一份夜宵 14 元，是哪个食堂、哪个月的价格？", "要和后勤的定价表对一下。")


def waits_for_an_answer(world: Any) -> Iterator[int]:
    who = Contact("罗春梅", "13905120146")
    petition = accepted(world, 4, title="9 月高温津贴没有发", contact=who)
    yield 5
    asked = Question(
        "9 月 12 日到 15 日你在哪个作业面？当班的考勤表如果有照片，请一起交来。",
        "考勤系统那几天停机，要用别的记录核对露天作业的天数。",
        clock.today() + timedelta(days=8),
    )
    workflow.ask_question(petition=petition, question=asked, rights=world.rights(BELOW))


def answered(world: Any) -> Iterator[int]:
    """And one question withdrawn, for the office found it out itself."""
    who = Contact("汤国庆", "13905120154")
    petition = accepted(world, 3, title="二号食堂夜宵涨价，餐补没有跟上", contact=who)
    wish = agree_to_mails(petition=petition, address="tang.guoqing@example.org")
    confirm_mails(wish=wish)
    yield 4
    rights = world.rights(BELOW)
    petition = workflow.ask_question(petition=petition, question=SNACK, rights=rights)
    petition = workflow.ask_question(petition=petition, question=LOST, rights=rights)
    yield 3
    question: CaseQuestion = petition.questions.get(text=SNACK.text)
    workflow.answer_question(question=question, text="10 月起，二号食堂夜班窗口，牛肉面 14 元，原来是 10 元。")
    mistaken = petition.questions.get(text=LOST.text)
    petition.refresh_from_db()
    workflow.withdraw_question(petition=petition, question=mistaken, note="问错了件，问的是另一件。", rights=rights)


#: How many days before the last day each begins.
STORIES: tuple[tuple[int, Story], ...] = ((10, waits_for_an_answer), (14, answered))
