"""A name is found in whatever letters somebody writes it, and quickly among all accounts."""

import time

import pytest

from outreach.accounts.models import User
from petitions.names import Text
from petitions.workflow.naming import people_in

TRADITIONAL = ["張國華", "張 國 華", "張·国華", "“張國华”"]
SPELLED = [
    "Zhang Guohua",
    "zhangguohua",
    "ZHANG, Guo-Hua",
    "ZhāngGuóhuá",
    "zhāng guó huá",
    "Zhang1 Guo2 Hua2",
    "Guohua Zhang",
    "z h a n g g u o h u a",
    "ｚｈａｎｇ　ｇｕｏｈｕａ",
]


@pytest.mark.parametrize("written", [*TRADITIONAL, *SPELLED])
def test_a_name_is_found_in_traditional_characters_and_in_pinyin(written: str) -> None:
    assert Text(f"请查{written}的事").holds("张国华")
    assert Text(f"9 月 3 日，{written}\n不给办").holds("張國華")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("吕红", "Lü Hong"),
        ("吕红", "Lv Hong"),
        ("吕红", "lyuhong"),
        ("吕红", "Lu Hong"),
        ("单雪", "Shan Xue"),
        ("解平", "Xie Ping"),
        ("欧阳明", "Ming Ouyang"),
        ("John Smith", "SMITH John"),
        ("鍾于海", "钟於海"),
        ("高山", "\u2fbc\u2f2d"),  # radicals that look the same
    ],
)
def test_rare_readings_other_orders_and_other_scripts_are_found(name: str, written: str) -> None:
    assert Text(f"是{written}批的").holds(name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("李四", "listing 里没有"),
        ("李四", "ilisx"),
        ("李安", "Elian 和 lianhua"),
        ("张国华", "Zhang 师傅和国华"),
        ("张国华", "zhang在guohua之前"),
        ("Li", "Listen"),
        ("王", "王"),
        ("", "随便"),
    ],
)
def test_what_only_holds_its_letters_is_not_taken_for_a_name(name: str, words: str) -> None:
    assert not Text(words).holds(name)


@pytest.mark.django_db
def test_five_thousand_accounts_are_looked_through_within_a_second() -> None:
    family, given = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂"
    names = [f"{a}{b}{c}" for a in family for b in given for c in given[:13]][:5000]
    User.objects.bulk_create(User(username=f"u{place}", full_name=name) for place, name in enumerate(names))
    words = "夜班补贴少算了，王先生说要等 next month 再说。" * 200 + "找過張偉芳，也找过 Li Fangna。"
    people_in(words)  # the first look reads how names are spelled
    began = time.process_time()
    found = people_in(words)
    took = time.process_time() - began
    assert {one.full_name for one in found} == {"张伟芳", "李芳娜"}
    assert took < 1, f"{took:.2f} s"
