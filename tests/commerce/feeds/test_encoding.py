"""An encoding is known by its mark, by being UTF-8, or by the language that its letters spell; else it is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.encoding import decode, detect, label
from royal_cli.errors import FeedError

TEXTS = {
    "German": "sku;Text\n1;Weiße Bluse, schön weich, in Übergröße für Äpfel\n",
    "French": "sku;nom\n1;Sérum peau sèche, crème à l’aloé, brûlé, ça, naïf, où\n",
    "Italian": "sku;testo\n1;È così più qualità, lunedì perché sì\n",
    "Spanish": "sku;texto\n1;Camión pequeño, ¿qué más? El niño cumplió años\n",
    "Danish": "sku;tekst\n1;Blå skjorte på størrelse, læder og æske\n",
    "Czech": "sku;popis\n1;Příliš žluťoučký kůň úpěl ďábelské ódy, měkká bavlna\n",
    "Polish": "sku;opis\n1;Wygodna koszula z bawełny, świetna jakość, długi rękaw, żółte\n",
    "Hungarian": "sku;leírás\n1;Könnyű pamut ing, hűvös időben is jó, erős varrás\n",
    "Turkish": "sku;açıklama\n1;Rahat pamuklu gömlek, ince kumaş, şık görünüm, ağır\n",
    "Russian": "артикул;название\n1;Белая рубашка. Удобная хлопковая рубашка\n",
    "Greek": "sku;όνομα\n1;Λευκό πουκάμισο από βαμβάκι\n",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("German", "cp1252"),
        ("French", "cp1252"),
        ("Italian", "cp1252"),
        ("Spanish", "cp1252"),
        ("Danish", "cp1252"),
        ("German", "mac_roman"),
        ("French", "mac_roman"),
        ("German", "cp850"),
        ("Czech", "cp1250"),
        ("Czech", "iso8859_2"),
        ("Czech", "cp852"),
        ("Polish", "cp1250"),
        ("Polish", "iso8859_2"),
        ("Hungarian", "cp1250"),
        ("Turkish", "cp1254"),
        ("Russian", "cp1251"),
        ("Russian", "koi8_r"),
        ("Russian", "cp866"),
        ("Greek", "cp1253"),
    ],
)
@pytest.mark.parametrize("times", [1, 200])
def test_letters_tell_their_encoding(language: str, codec: str, times: int) -> None:
    text = TEXTS[language] * times
    found = detect(text.encode(codec), is_whole=True, name="feed.csv")

    assert decode(text.encode(codec), found) == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("text", [TEXTS["German"], TEXTS["Russian"] * 20, "sku,title\nA,Tee\n"])
def test_unicode_is_known_with_and_without_a_mark(codec: str, text: str) -> None:
    head = text.encode(codec)
    found = detect(head, is_whole=True, name="feed.csv")

    assert decode(head, found) == text
    assert not found.is_guess


def test_a_head_may_end_within_a_character() -> None:
    assert detect("größe".encode()[:4], is_whole=False, name="feed.csv").codec == "utf-8"


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    head = "sku;Text\n1;Größe für Übergrößen\n".encode() + b"2;Gr\xf6\xdfe\n" + "3;schön\n".encode()

    with pytest.raises(FeedError, match=r"Line 3 of feed\.csv is not UTF-8 text, though most of the feed is"):
        detect(head, is_whole=True, name="feed.csv")


@pytest.mark.parametrize("codec", ["shift_jis", "gb18030", "big5", "euc_kr"])
def test_what_cannot_be_told_is_asked_for(codec: str) -> None:
    text = {"euc_kr": "상품,이름\n1,흰색 셔츠 면 소재 편안한\n"}.get(codec, "商品,名前\n1,白色的棉質襯衫 長袖\n")

    with pytest.raises(FeedError, match="cannot be told from its text") as caught:
        detect(text.encode(codec, "ignore") * 5, is_whole=True, name="feed.csv")

    assert caught.value.hint is not None
    assert "--encoding" in caught.value.hint


@pytest.mark.parametrize("words", ["Müslischale", "Sillón clásico, piñata"])
def test_a_word_or_two_with_no_figure_inside_a_word_is_enough(words: str) -> None:
    text = f"sku;name\n1;{words}\n"

    assert decode(text.encode("cp1252"), detect(text.encode("cp1252"), is_whole=True, name="feed.csv")) == text


SHOUTED = {
    "German": "1;BÜGELBRETT GROSS\n2;TÜRKLINKE SCHÖN\n3;KÄSEREIBE\n4;GRÖSSE ÜBER\n",
    "French": "1;ÉCHARPE EN SOIE\n2;THÉIÈRE ÉMAILLÉE\n3;CRÈME BRÛLÉE\n",
    "Polish": "1;SPÓDNICA DŁUGA ŻÓŁTA\n2;KOSZULA ŚWIĄTECZNA\n",
    "Turkish": "1;ÇELİK TENCERE BÜYÜK BOY\n2;İPEK ŞAL KIRMIZI\n3;GÖMLEK UZUN KOLLU\n",
    "Russian": "1;СТОЛ ПИСЬМЕННЫЙ ДУБОВЫЙ\n2;СТУЛ КУХОННЫЙ МЯГКИЙ\n3;ЛАМПА НАСТОЛЬНАЯ\n4;ШКАФ ДВУХСТВОРЧАТЫЙ\n",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("German", "cp1252"),
        ("German", "cp850"),
        ("French", "cp1252"),
        ("French", "mac_roman"),
        ("Polish", "cp1250"),
        ("Turkish", "cp1254"),
        ("Russian", "cp1251"),
        ("Russian", "cp866"),
    ],
)
def test_capitals_alone_tell_it_as_well(language: str, codec: str) -> None:
    head = SHOUTED[language].encode(codec)

    assert decode(head, detect(head, is_whole=True, name="feed.csv")) == SHOUTED[language]


@pytest.mark.parametrize(("text", "codec"), [("1;СТОЛ\n2;Стул\n", "cp1251"), ("1;WEISSE BLUSE SCHÖN\n", "mac_roman")])
def test_so_little_text_is_asked_for_or_right(text: str, codec: str) -> None:
    try:
        found = detect(text.encode(codec), is_whole=True, name="feed.csv")
    except FeedError:
        return

    assert decode(text.encode(codec), found) == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Nr;Name\n1;Teller Ä\n2;Tasse\n", "cp1252"),  # read as Arabic: one letter alone, in no word of that script
        ("Nr;Désignation\n1;Pompe à vélo\n", "cp1252"),  # à reads as ŕ in Central Europe, where it is no word
        ("Nr;Ø EK\n1;5,00\n", "cp1252"),
        ("Kod;Naziv;Zaloga\n1;Šal;5\n2;Žaba;4\n3;Čaj z mlekom, češnja;3\n", "cp1250"),  # words begin with capitals
        ("Kód;Název;Skladem\n1;Žebřík bílý\n", "cp1250"),  # KÛd; N·zev on a Mac
    ],
)
def test_few_letters_are_of_the_encoding_that_makes_words_of_them(text: str, codec: str) -> None:
    head = text.encode(codec)

    assert decode(head, detect(head, is_whole=True, name="feed.csv")) == text


def test_encodings_have_the_names_that_people_know() -> None:
    assert [label(codec) for codec in ("utf-8", "cp1252", "iso8859_2")] == ["UTF-8", "Windows-1252", "ISO8859-2"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=80), st.booleans())
def test_any_utf8_is_utf8(text: str, has_mark: bool) -> None:
    head = text.encode("utf-8-sig" if has_mark and text else "utf-8")
    found = detect(head, is_whole=True, name="feed.csv")

    assert decode(head, found) == text
    assert found.codec == "utf-8"
