"""What is read with a pattern is what the parser reads, or it is left to the parser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from royal_cli.commerce.feeds import xml_items
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.xml_plain import Plain
from royal_cli.errors import FeedError
from tests.commerce.feeds.given import feed

HEAD = '<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0" xmlns:x="http://x">\n<channel>\n'
TAIL = "</channel>\n</rss>\n"


def plainly(source: Source) -> tuple[list[RawChunk], bool]:
    plain = Plain(source, "item", xml_items._Columns(frozenset()).name_of)
    return list(plain.read()), plain.is_complete


def parsed(source: Source) -> Iterator[RawChunk]:
    return xml_items._parsed(source, ["item"], xml_items._Columns(frozenset()), 0)


def dicts(chunks: Iterator[RawChunk] | list[RawChunk]) -> list[tuple[int, int, dict[str, str]]]:
    """Number, line, and what is in the cells; a cell that is empty is as good as one that is not there."""
    return [
        (number, line, {name: cell for name, cell in zip(chunk.header, row, strict=True) if cell})
        for chunk in chunks
        for number, line, row in zip(chunk.numbers, chunk.lines, chunk.rows, strict=True)
    ]


def test_items_that_are_all_written_alike_need_no_parser(tmp_path: Path) -> None:
    items = [
        "<item><g:id>A</g:id><title>Tee &amp; &#233;&#x20AC; &lt;b&gt;</title><g:color></g:color>\n"
        "  <g:shipping><g:country>NL</g:country><g:price>4.95 EUR</g:price></g:shipping></item>",
        "<item>\r\n<g:id>B</g:id>\r\n<title><![CDATA[<b>x</b> &amp; y]]></title>\r\n</item>",
        "<item><g:id>C</g:id><title>c\nd</title><g:image>1</g:image> <g:image>2&amp;</g:image></item>",
    ]
    with feed(tmp_path, HEAD + "\n".join(items) + TAIL) as source:
        chunks, is_complete = plainly(source)
        assert dicts(chunks) == dicts(parsed(source))

    assert is_complete
    (chunk,) = chunks
    assert chunk.header == ("id", "title", "image", "color", "shipping.country", "shipping.price")
    assert chunk.rows == [
        ["A", "Tee & é€ <b>", "", "", "NL", "4.95 EUR"],
        ["B", "<b>x</b> &amp; y", "", "", "", ""],
        ["C", "c\nd", "1\x1f2&", "", "", ""],
    ]
    assert chunk.lines == [4, 6, 10]


@pytest.mark.parametrize(
    "odd",
    [
        "<item><g:id x='1'>B</g:id></item>",
        "<item><g:id>B</g:id><!-- <item/> --></item>",
        "<!-- <item><g:id>B</g:id></item> -->",
        "<item><g:id>B<b>x</b></g:id></item>",
        "<item><g:new>B</g:new></item>",
        "<item ><g:id>B</g:id></item>",
        "<item><g:id>B</g:id ></item>",
        "<item><g:id>B</g:id><g:id>C</g:id></item>",
        "<item><g:shipping><g:price>1</g:price></g:shipping><g:shipping><g:price>2</g:price></g:shipping></item>",
        "<item><g:id><![CDATA[a]b]]></g:id></item>",
        "<title>Between</title>",
        "<item><g:id>B</g:id>text</item>",
        "<?php x ?>",
        "<item><description><p>x</p></description></item>",
        "<entry><g:id>B</g:id></entry>",
    ],
)
def test_what_is_written_otherwise_is_left_to_the_parser(tmp_path: Path, odd: str) -> None:
    usual = [
        f"<item><g:id>A{number}</g:id><g:shipping><g:price>1</g:price></g:shipping></item>" for number in range(60)
    ]
    content = HEAD + "\n".join([*usual, odd, "<item><g:id>Z</g:id></item>"]) + TAIL
    with feed(tmp_path, content) as source:
        assert not plainly(source)[1]
        assert dicts(list(xml_items.read(source, "item"))) == dicts(parsed(source))


@pytest.mark.parametrize(
    "broken",
    [
        "<item><g:id>A & B</g:id></item>",
        "<item><g:id>&nbsp;</g:id></item>",
        "<item><g:id>&amp</g:id></item>",
        "<item><g:id>&#1;</g:id></item>",
        "<item><g:id>&#xD800;</g:id></item>",
        "<item><g:id>\x01</g:id></item>",
        "<item><g:id>]]></g:id></item>",
        "<item><g:id>A</g:id>",
        "<item><y:id>A</y:id></item>",
        "</channel>",
        "<item><g:id>A</g:id></item></rss>",
    ],
)
@pytest.mark.parametrize("before", [0, 60])
def test_what_is_no_xml_is_refused_with_its_line(tmp_path: Path, broken: str, before: int) -> None:
    content = HEAD + "<item><g:id>U</g:id></item>\n" * before + broken + "\n" + TAIL
    with feed(tmp_path, content) as source, pytest.raises(FeedError) as wrong:
        list(parsed(source))
    with feed(tmp_path, content) as source, pytest.raises(FeedError) as caught:
        list(xml_items.read(source, "item"))

    assert caught.value.message == wrong.value.message


@pytest.mark.parametrize("tail", ["", "</channel>", "</channel></rss><x/>", "</channel></rss> <!-- end -->"])
def test_the_end_of_a_feed_counts_as_well(tmp_path: Path, tail: str) -> None:
    with feed(tmp_path, HEAD + "<item><g:id>A</g:id></item>" + tail) as source:
        assert not plainly(source)[1]


def test_chunks_go_over_blocks_and_are_numbered_through(tmp_path: Path) -> None:
    items = [
        f"<item>\n<g:id>S-{number}</g:id><title>{'x' * 400}</title>\n</item>\n" for number in range(CHUNK_ROWS + 9)
    ]
    with feed(tmp_path, HEAD + "".join(items) + TAIL) as source:
        chunks, is_complete = plainly(source)
        assert dicts(chunks) == dicts(parsed(source))

    assert is_complete
    assert [number for chunk in chunks for number in chunk.numbers] == list(range(1, CHUNK_ROWS + 10))


def test_rows_before_something_odd_are_not_read_twice(tmp_path: Path) -> None:
    items = [f"<item><g:id>S-{number}</g:id><title>{'x' * 400}</title></item>\n" for number in range(CHUNK_ROWS)]
    odd = "<item><g:id>T</g:id><g:new>x</g:new></item>\n"
    with feed(tmp_path, HEAD + "".join(items) + odd + TAIL) as source:
        found = dicts(list(xml_items.read(source, "item")))

    assert [number for number, _, _ in found] == list(range(1, CHUNK_ROWS + 2))
    assert found[-1][2] == {"id": "T", "new": "x"}


texts = st.text("ab \n\t&<>]'\"é€\r", max_size=6)
content = st.one_of(
    texts.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "")),
    texts.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>"),
    st.sampled_from(["&#65;", "&#x20AC;", "&quot;&apos;", "&bad;", "&", "<b>x</b>", ""]),
)
tags = st.sampled_from(["title", "g:id", "g:price", "g:title", "x:a", "link", "description"])
leaves = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", tags, content)
groups = st.lists(leaves, max_size=2).map(lambda inner: f"<g:shipping>{''.join(inner)}</g:shipping>")
items = st.lists(st.one_of(leaves, leaves, groups, st.sampled_from([" ", "\n", "<g:color/>"])), max_size=5)


@settings(max_examples=300)
@given(st.lists(items.map(lambda parts: f"<item>{''.join(parts)}</item>"), min_size=1, max_size=4), texts)
def test_both_ways_of_reading_agree(written: list[str], between: str) -> None:
    blank = "".join(sign for sign in between if sign in " \n")
    with TemporaryDirectory() as folder, feed(Path(folder), HEAD + blank.join(written) + TAIL) as source:
        assert outcome(lambda: xml_items.read(source, "item")) == outcome(lambda: parsed(source))


def outcome(read: Callable[[], Iterator[RawChunk]]) -> object:
    """The rows, or why there are none."""
    try:
        return dicts(list(read()))
    except FeedError as error:
        return error.message
