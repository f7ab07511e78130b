"""Which encoding a feed is in: its byte order mark, else UTF-8 if it is that, else the one that spells a language.

Text in an 8-bit encoding decodes under any other, into the wrong letters. So each candidate is decoded and its
accented letters held against the alphabets it was made for: Czech read as Western European mixes letters that no
one language has. Where two candidates spell equally well but differently, the operator is asked.
"""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from royal_cli.errors import FeedError, UsageError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1253": "Windows-1253",
           "cp1254": "Windows-1254", "cp1255": "Windows-1255", "cp1256": "Windows-1256", "cp1257": "Windows-1257",
           "mac_roman": "Mac Roman"}  # fmt: skip

_WESTERN = (
    "äöüßéèêàçñáØ", "àâæçéèêëîïôœùûüÿ", "áéíóúüñ¿¡ºª", "ãõáâàçéêíóôúºª", "àèéìòù", "éëïöüáóèê",
    "æøåéö", "åäöé", "áðéíóúýþæö",
)  # fmt: skip
_CENTRAL = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüß")
_CYRILLIC = ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
_ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1254": ("çğıİöşüâî",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
    "iso8859_15": _WESTERN,
    "iso8859_2": _CENTRAL,
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
    "cp1251": _CYRILLIC,
    "koi8_r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",),
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1256": ("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإؤئ",),
}
_SYMBOLS = frozenset("€£©®™°–—‘’‚“”„…•·½¼¾²³×µ§«»№±\u00a0´")
_NEVER_WITHIN_WORDS = _SYMBOLS - frozenset("‘’´–—×\u00a0")
#: Catalan has it within words, between two l.
_POINT = "·"

_RUSSIAN = frozenset(["cp1251", "koi8_r", "cp866"])
#: Of Russian and Ukrainian text these are more than half; of its bytes read as another encoding, far fewer.
_COMMON_LETTERS = frozenset("оеаинтсрвлкі")
_COMMON_SHARE = 0.5

_OTHER_SCRIPTS = frozenset(["cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256"])
_MIXED = re.compile(r"[A-Za-z][^\x00-\xbf]|[^\x00-\xbf][A-Za-z]")
#: Letters of another script with none beside them: of that script's words few are so short.
_LONE = re.compile(r"(?<![^\x00-\xbf])[^\x00-\xbf](?![^\x00-\xbf])")
#: What French and Italian have for words, à and è, reads as these in other encodings, and so does Ø, the average.
_NEVER_ALONE = re.compile(r"(?<![^\W\d_])[ŕčňůěřųïÿ](?![^\W\d_]|\.)", re.IGNORECASE)

_CERTAIN = 0.97
_LIKELY = 0.85
_SPELLED = 65_536


class Encoding(NamedTuple):
    codec: str
    has_bom: bool = False
    is_guess: bool = False


def label(codec: str) -> str:
    """The name that people know an encoding by."""
    return _LABELS.get(codec, codec.replace("_", "-").upper())


def stated(name: str, head: bytes) -> Encoding:
    """The encoding that the operator states."""
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)
    except (LookupError, ValueError) as error:
        hint = "use a name such as utf-8, cp1252, cp1250, utf-16 or shift_jis"
        raise UsageError(f"There is no encoding {name}.", hint=hint) from error
    return Encoding(codec, has_bom=any(head.startswith(mark) for mark, marked in _MARKS if marked == codec))


def detect(head: bytes, *, is_whole: bool, name: str) -> Encoding:
    """The encoding of a feed that begins with `head`."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, has_bom=True)
    if wide := _wide(head):
        return Encoding(wide)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, is_whole)
    except UnicodeDecodeError as error:
        return _not_utf8(head, error, name)
    return Encoding("utf-8")


def decode(head: bytes, encoding: Encoding) -> str:
    """The text of a head that may end within a character."""
    return codecs.getincrementaldecoder(encoding.codec)("replace").decode(head).removeprefix("\ufeff")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: its commas and line ends are every other byte a NUL."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 <= len(head) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _not_utf8(head: bytes, error: UnicodeDecodeError, name: str) -> Encoding:
    good = sum(1 for character in head.decode("utf-8", "ignore") if character > "\x7f")
    bad = head.decode("utf-8", "replace").count("\ufffd")
    if good > bad:
        line = 1 + head.count(b"\n", 0, error.start)
        raise FeedError(
            f"Line {line} of {name} is not UTF-8 text, though most of the feed is.",
            hint="correct that line, or say with --encoding which encoding the feed has",
            line=line,
        )
    return _spelled(head, name)


def _spelled(head: bytes, name: str) -> Encoding:
    head = b"\n".join(line for line in head.split(b"\n") if not line.isascii())[:_SPELLED]
    scores = {codec: _score(head, codec) for codec in _ALPHABETS}
    best = max(scores, key=scores.__getitem__)
    rivals = [codec for codec in scores if codec != best and _rivals(head, best, codec, scores)]
    if scores[best] < _LIKELY or rivals:
        likely = [best, *rivals][:3] if scores[best] >= _LIKELY else ["cp1252", "cp1250", "cp1251", "shift_jis"]
        raise FeedError(
            f"The encoding of {name} cannot be told from its text.",
            hint=f"say which it is with --encoding ({', '.join(likely)}), or export the feed as UTF-8",
        )
    return Encoding(best, is_guess=scores[best] < _CERTAIN)


def _rivals(head: bytes, best: str, other: str, scores: Mapping[str, float]) -> bool:
    """The other one spells those characters that differ almost as well."""
    if scores[other] < max(_LIKELY, scores[best] - 0.03):
        return False
    pairs = list(zip(_text(head, best), _text(head, other), strict=True))
    differing = sum(1 for ours, theirs in pairs if ours != theirs)
    beyond = sum(1 for ours, _ in pairs if ours > "\x7f")
    return differing > 0 and (scores[best] - scores[other]) * beyond < 0.3 * differing


def _text(head: bytes, codec: str) -> str:
    return head.decode(codec, "replace")


def _score(head: bytes, codec: str) -> float:
    """Share of the characters beyond ASCII that the best fitting alphabet explains; 0 if it does not decode."""
    try:
        text = head.decode(codec)
    except UnicodeDecodeError:
        return 0.0
    beyond = Counter(character for character in text if character > "\x7f")
    total = beyond.total()
    symbols = sum(count for character, count in beyond.items() if character in _SYMBOLS) - _within_words(text)
    letters = max(_explained(beyond, alphabet) for alphabet in _ALPHABETS[codec])
    shouting = _capitals(text) * 2 > max(total - symbols, 1)
    foreign = _foreign(text, total) if codec in _OTHER_SCRIPTS else len(_NEVER_ALONE.findall(text))
    share = (symbols + letters - foreign - _camels(text)) / total
    if codec in _RUSSIAN:
        return share * min(1.0, _common(beyond) / _COMMON_SHARE) * (0.97 if shouting else 1.0)
    return share * (0.9 if shouting else 1.0)


def _foreign(text: str, total: int) -> int:
    """Letters of another script that do not stand in words of it: all of them where most stand alone."""
    lone = len(_LONE.findall(text))
    return total if lone * 2 > total else len(_MIXED.findall(text))


def _common(beyond: Counter[str]) -> float:
    """The share of common letters among the Russian ones, small or capital."""
    letters = {character: count for character, count in beyond.items() if character.isalpha()}
    common = sum(count for character, count in letters.items() if character.lower() in _COMMON_LETTERS)
    return common / max(sum(letters.values()), 1)


def _explained(beyond: Counter[str], alphabet: str) -> int:
    letters = {*alphabet, *alphabet.upper()}
    return sum(count for character, count in beyond.items() if character in letters)


def _within_words(text: str) -> int:
    """Symbols between two letters: what the accents of one encoding look like in another."""
    around = zip(text, text[1:], text[2:], strict=False)
    within = ((a, sign, b) for a, sign, b in around if sign in _NEVER_WITHIN_WORDS and a.isalpha() and b.isalpha())
    return sum(1 for a, sign, b in within if sign != _POINT or (a + b).casefold() != "ll")


def _capitals(text: str) -> int:
    """Accented capitals, without those that begin a word of small letters."""
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    beyond = ((left, right) for left, sign, right in around if sign > "\x7f" and sign.isupper())
    return sum(1 for left, right in beyond if left.isalpha() or not right.islower())


def _camels(text: str) -> int:
    """Accented capitals within small letters, and small ones within capitals: one alphabet taken for another."""
    letters = zip(text, text[1:], f"{text[2:]} ", strict=False)
    beyond = (around for around in letters if around[1] > "\x7f" and around[0].isalpha())
    return sum(1 for around in beyond if _sticks_out(*around))


def _sticks_out(left: str, letter: str, right: str) -> bool:
    if letter.isupper():
        return left.islower() or right.islower()
    return letter.islower() and (left + right).isupper()
