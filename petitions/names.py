"""Whether a name stands in a text, however it is written there.

Pulled apart by blanks or signs, in full width, in traditional characters, in pinyin with or without tones and blanks,
the given name first or last.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from itertools import islice, product

import opencc
from pypinyin import Style, pinyin

#: One letter stands in every text.
SHORTEST = 2
#: What stands between the letters of a name, or of a text that hides one.
_BETWEEN = re.compile(r"[\W_]+")
#: Stands in no text.
_NOWHERE = "\0\0"
#: A run of Latin letters, or any other letter, which ends what was spelled before it.
_LATIN_OR_OTHER = re.compile(r"([a-z]+)|[^\W\d_]")
#: No name is spelled with more letters, nor in more pieces.
_LONGEST_SPELLED = 30
#: A name of three letters with two readings each has eight; more are not worth the time.
_MOST_SPELLINGS = 64
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2FA20))
#: 吕 is spelled lü, lv, lyu, or lu where the dots were left out.
_U_WITH_DOTS = ("v", "u", "yu")


class Text:
    """A text in which many names are looked for."""

    def __init__(self, words: str) -> None:
        self._words = words
        self.plain = plain(words)

    def holds(self, name: str) -> bool:
        """Whether somebody's full ``name`` stands here."""
        joined, spelled = _written(name)
        return (joined[:SHORTEST] in self._pairs and joined in self.plain) or not spelled.isdisjoint(self._spelled)

    @cached_property
    def _pairs(self) -> set[str]:
        """Every two letters that follow one another: most names are ruled out by their first two."""
        return {self.plain[place : place + SHORTEST] for place in range(len(self.plain) - 1)}

    @cached_property
    def _spelled(self) -> set[str]:
        """What is spelled in Latin letters, whole words only, each alone and joined with those that follow."""
        return {joined for run in _runs(self._words) for joined in _joined(run)}


def plain(words: str) -> str:
    """``words`` as small simplified letters and digits, without what stands between them."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", words)).translate(_simplified()).lower()


@lru_cache(maxsize=20_000)
def _written(name: str) -> tuple[str, frozenset[str]]:
    """How a name stands in plain text, and how it is spelled; one in Latin letters is looked for by words alone."""
    joined = plain(name)
    if len(joined) < SHORTEST:
        return _NOWHERE, frozenset()
    if joined.isascii():
        words = [word for run in _runs(name) for word in run]
        return "\0\0", frozenset(
            {"".join(words), "".join([*words[1:], *words[:1]]), "".join([*words[-1:], *words[:-1]])}
        )
    spelled = islice(product(*(_readings(letter) for letter in joined)), _MOST_SPELLINGS)
    return joined, frozenset(form for syllables in spelled for form in _orders(syllables))


def _orders(syllables: tuple[str, ...]) -> Iterator[str]:
    """The surname, of one syllable or two, comes first or last."""
    for cut in range(min(3, len(syllables))):
        yield "".join(syllables[cut:] + syllables[:cut])


@cache
def _readings(letter: str) -> list[str]:
    """Every reading of a character without its tone; a surname may have a rare one (单, 仇, 解, 查)."""
    found = pinyin(letter, style=Style.NORMAL, heteronym=True)[0]
    return sorted({each for one in found for each in _without_dots(one)})


def _without_dots(syllable: str) -> list[str]:
    return [syllable.replace("v", written) for written in _U_WITH_DOTS] if "v" in syllable else [syllable]


def _runs(words: str) -> Iterator[list[str]]:
    """The Latin words, without tones; letters of another script end a run, blanks, signs and digits do not."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign)).lower()
    run: list[str] = []
    for found in _LATIN_OR_OTHER.finditer(bare):
        if found[1]:
            run.append(found[1])
        elif run:
            yield run
            run = []
    if run:
        yield run


def _joined(run: list[str]) -> Iterator[str]:
    for first in range(len(run)):
        joined = ""
        for word in run[first : first + _LONGEST_SPELLED]:
            joined += word
            if len(joined) > _LONGEST_SPELLED:
                break
            yield joined


@cache
def _simplified() -> dict[int, str]:
    """The simplified form of every traditional character that has one; read once, in a tenth of a second."""
    convert = opencc.OpenCC("t2s").convert
    pairs = ((sign, convert(sign)) for first, end in _HAN for sign in map(chr, range(first, end)))
    return {ord(sign): simple for sign, simple in pairs if simple != sign and len(simple) == 1}
