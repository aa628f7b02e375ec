"""Small questions in plain words, for people who cannot see pictures and programs that cannot read.

They cost a stranger's script some work and a person five seconds. A script written for exactly these
questions will answer them: they slow down, they do not keep out. What keeps out is that a tracking code
has 80 bits.
"""

import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.door import tallies

#: Long enough for a slow reader with a screen reader; the question is asked anew afterwards.
SECONDS = 30 * 60
_SALT = "outreach.door.question"
_chance = secrets.SystemRandom()


@dataclass(frozen=True)
class Question:
    """What is asked, and the mark that lets any worker judge the answer; the answer itself is not in it."""

    text: str
    mark: str


def ask() -> Question:
    """A new question in the reader's language."""
    text, answers = _chance.choice(_KINDS)()
    nonce = secrets.token_hex(12)
    digests = [_digest(nonce, answer) for answer in answers]
    return Question(text, signing.dumps([nonce, int(clock.now().timestamp()), digests], salt=_SALT, compress=True))


def is_right(mark: str, answer: str) -> bool:
    """Whether ``answer`` is right for the question behind ``mark``, in time and for the first time."""
    try:
        nonce, asked_at, digests = signing.loads(mark, salt=_SALT)
    except (signing.BadSignature, UnicodeError, ValueError):
        return False
    if not 0 <= clock.now().timestamp() - asked_at <= SECONDS:
        return False
    digest = _digest(nonce, answer)
    is_known = any(constant_time_compare(digest, one) for one in digests)
    # The hour of asking, so that a question cannot be used once more after the clock strikes.
    return is_known and tallies.add({f"answered:{nonce}": 1}, hour=asked_at // 3600)[f"answered:{nonce}"] == 1


def _digest(nonce: str, answer: str) -> str:
    return salted_hmac(_SALT, f"{nonce}:{_plain(answer)}", algorithm="sha256").hexdigest()[:24]


def _plain(answer: str) -> str:
    """The words alone: any case, any width, without blanks, marks and articles."""
    text = unicodedata.normalize("NFKC", answer).casefold().strip()
    for article in ("the ", "a ", "an "):
        text = text.removeprefix(article)
    return "".join(c for c in text if c.isalnum())[:40]


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.replace("、", ",").split(",")]


def banks() -> list[tuple[str, list[str]]]:
    """Words of one sort each, with the sort's name."""
    return [
        (_("水果"), _words(_("苹果、香蕉、梨、葡萄、西瓜、桃子、橘子、草莓"))),
        (_("动物"), _words(_("小狗、山羊、兔子、老虎、大象、奶牛、骆驼、狐狸"))),
        (_("工具"), _words(_("扳手、锤子、锯子、钳子、铁锹、螺丝刀、刷子、梯子"))),
        (_("天气"), _words(_("下雨、下雪、刮风、打雷、起雾、晴天、冰雹、霜冻"))),
    ]


def place_words() -> list[str]:
    """First to fourth."""
    return [_("第一"), _("第二"), _("第三"), _("第四")]


def number_words() -> list[str]:
    """Zero to eighteen."""
    return _words(_("零、一、二、三、四、五、六、七、八、九、十、十一、十二、十三、十四、十五、十六、十七、十八"))


def _odd_one_out() -> tuple[str, list[str]]:
    (sort, many), (_other, few) = _chance.sample(banks(), 2)
    stranger = _chance.choice(few)
    shown = [*_chance.sample(many, 5), stranger]
    _chance.shuffle(shown)
    words = {"words": _listed(shown), "sort": sort}
    return _("哪一个词不是%(sort)s？%(words)s。请把这个词写下来。") % words, [stranger]


def _place_in_a_row() -> tuple[str, list[str]]:
    shown = [_chance.choice(words) for _sort, words in banks()] + [_chance.choice(banks()[0][1])]
    shown = list(dict.fromkeys(shown))
    _chance.shuffle(shown)
    at = _chance.randrange(4)
    words = {"words": _listed(shown), "place": place_words()[at]}
    return _("%(words)s。这几个词里，%(place)s个是什么？") % words, [shown[at]]


def _small_sum() -> tuple[str, list[str]]:
    numbers = number_words()
    there, come = _chance.randint(3, 9), _chance.randint(2, 9)
    gone = _chance.randint(2, there)
    left = there + come - gone
    said = {"there": numbers[there], "come": numbers[come], "gone": numbers[gone]}
    text = _("班车上有%(there)s个人，上来%(come)s个，下去%(gone)s个，车上还有几个人？") % said
    return text, [str(left), numbers[left]]


def _listed(words: Sequence[str]) -> str:
    return _("、").join(words)


_KINDS: Sequence[Callable[[], tuple[str, list[str]]]] = (_odd_one_out, _place_in_a_row, _small_sum)
