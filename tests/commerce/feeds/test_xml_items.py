"""XML feeds become rows element by element, safely, and malformed XML is named with its line."""

from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.feeds.rows import CHUNK_ROWS, RawChunk
from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, Source, open_feed
from royal_cli.commerce.feeds.xml_items import Root, read, root_of
from royal_cli.errors import FeedError, RoyalError
from tests.commerce.feeds.given import feed

GOOGLE = 'xmlns:g="http://base.google.com/ns/1.0" xmlns:c="http://base.google.com/cns/1.0"'


def rss(*items: str) -> str:
    body = "\n".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?>\n<rss {GOOGLE}><channel><title>Shop</title>\n{body}\n</channel></rss>'


def dicts(source: Source, *names: str, attributes: tuple[str, ...] = ()) -> list[dict[str, str]]:
    chunks = read(source, names or ("item", "entry"), attributes=attributes)
    return [dict(zip(chunk.header, row, strict=True)) for chunk in chunks for row in chunk.rows]


def only(folder: Path, item: str) -> dict[str, str]:
    (row,) = dicts(feed(folder, rss(item)))
    return row


def test_each_item_is_a_row_with_its_number_and_line(tmp_path: Path) -> None:
    text = rss(
        "<g:id>TEE</g:id><g:price>12.50 EUR</g:price>", "<g:id>CAP</g:id>\n<g:color>red</g:color>", "<g:id>M</g:id>"
    )

    assert list(read(feed(tmp_path, text))) == [
        RawChunk(
            ("id", "color", "price"),
            [["TEE", "", "12.50 EUR"], ["CAP", "red", ""], ["M", "", ""]],
            [1, 2, 3],
            [3, 4, 6],
        )
    ]


def test_nested_elements_have_dotted_names(tmp_path: Path) -> None:
    row = only(
        tmp_path, "<g:shipping><g:country>NL</g:country><g:price>4.95 EUR</g:price></g:shipping><g:price>9</g:price>"
    )

    assert row == {"shipping.country": "NL", "shipping.price": "4.95 EUR", "price": "9"}


def test_repeated_elements_share_a_cell(tmp_path: Path) -> None:
    row = only(tmp_path, "<g:image>a</g:image><g:image/><g:image>b</g:image>")

    assert row == {"image": "a\x1f\x1fb"}


def test_repeated_groups_stay_aligned(tmp_path: Path) -> None:
    row = only(
        tmp_path,
        "<s><country>NL</country></s><s><price>5</price></s><s><country>BE</country><price>6</price></s>",
    )

    assert row == {"s.country": "NL\x1f\x1fBE", "s.price": "\x1f5\x1f6"}


def test_googles_own_element_wins_over_a_plain_one(tmp_path: Path) -> None:
    for item in ("<g:title>Tee</g:title><title>Shop tee</title>", "<title>Shop tee</title><g:title>Tee</g:title>"):
        assert only(tmp_path, item) == {"title": "Tee"}


def test_other_prefixes_stay(tmp_path: Path) -> None:
    item = '<c:label>x</c:label><content:encoded xmlns:content="urn:c">y</content:encoded><link>z</link>'

    assert only(tmp_path, item) == {"label": "x", "content:encoded": "y", "link": "z"}


def test_atom_states_its_link_in_an_attribute(tmp_path: Path) -> None:
    text = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {GOOGLE}><entry><title>Tee</title>'
        '<link href="https://shop.example/tee"/><link rel="self" href="https://shop.example/api"/>'
        "<g:id>TEE</g:id></entry></feed>"
    )

    assert dicts(feed(tmp_path, text)) == [{"title": "Tee", "link": "https://shop.example/tee", "id": "TEE"}]


def test_attributes_of_the_item_of_empty_elements_and_on_request(tmp_path: Path) -> None:
    params = '<param name="Size">M</param><param name="Fit" u="x">slim</param>'
    text = f'<shop><offer id="7">{params}<img src="a"/></offer></shop>'
    source = feed(tmp_path, text)

    assert dicts(source, "offer") == [{"@id": "7", "param": "M\x1fslim", "img": "", "img@src": "a"}]
    assert dicts(source, "offer", attributes=("name",))[0]["param@name"] == "Size\x1fFit"


def test_markup_inside_a_text_is_kept(tmp_path: Path) -> None:
    row = only(tmp_path, "<description><p>Soft &amp; <b>warm</b></p></description><note>a <i>b</i> c</note>")

    assert row == {"description": "<p>Soft &amp; <b>warm</b></p>", "note": "a <i>b</i> c"}


def test_cdata_comments_and_instructions(tmp_path: Path) -> None:
    assert only(tmp_path, "<t><![CDATA[<b>5 & 6</b>]]></t><u>a<!-- no -->b<?php no ?>c</u>") == {
        "t": "<b>5 & 6</b>",
        "u": "abc",
    }


def test_chunks_are_bounded_and_numbered_through(tmp_path: Path) -> None:
    found = list(read(feed(tmp_path, rss(*(f"<g:id>S-{n}</g:id>" for n in range(CHUNK_ROWS + 3))))))

    assert [len(chunk.rows) for chunk in found] == [CHUNK_ROWS, 3]
    assert found[1].numbers == [CHUNK_ROWS + 1, CHUNK_ROWS + 2, CHUNK_ROWS + 3]
    assert found[1].lines == [CHUNK_ROWS + 3, CHUNK_ROWS + 4, CHUNK_ROWS + 5]


def test_lines_are_right_beyond_the_sixteen_bits_of_old_parsers(tmp_path: Path) -> None:
    (chunk,) = read(feed(tmp_path, "<rss>" + "\n" * 100_000 + "<item><id>x</id></item></rss>"))

    assert chunk.lines == [100_001]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_the_encoding_is_the_one_that_the_feed_declares(tmp_path: Path, codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{codec}"?><rss><item><t>Größe</t></item></rss>'

    assert dicts(feed(tmp_path, text, encoding=codec)) == [{"t": "Größe"}]


def test_blank_lines_above_the_declaration_are_forgiven(tmp_path: Path) -> None:
    source = feed(tmp_path, "\n \n" + rss("<g:id>A</g:id>"))

    assert next(read(source)).lines == [5]
    assert root_of(source) is not None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (rss("<id>1</id>", "<id>A & B</id>"), "Line 4 of feed holds a bare &."),
        (rss("<link>https://x.example/?a=1&b=2</link>"), "Line 3 of feed holds a bare &."),
        (rss("<id>1</i>"), "Line 3 of feed is no well-formed XML: Opening and ending tag mismatch: id line 3 and i."),
        (rss("<id>1</id>")[:-6], "Line 4 of feed ends before its last element is closed."),
        (rss("<id>a&nbsp;b</id>"), "Line 3 of feed holds an entity that is not defined."),
        ('<!DOCTYPE rss SYSTEM "x.dtd">' + rss("<id>a&nbsp;b</id>")[22:], "Line 2 of feed holds an entity"),
        ("<rss>\n<item><g:id>1</g:id></item></rss>", "Line 2 of feed uses a prefix without a namespace."),
        (rss("<id>\x01</id>"), "Line 3 of feed holds a control character."),
        (rss("<id>1</id>") + "junk", "Line 4 of feed is no well-formed XML: Extra content"),
        ("<rss", "Line 1 of feed is no well-formed XML"),
    ],
)
def test_malformed_xml_names_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(FeedError) as caught:
        list(read(feed(tmp_path, text)))

    assert caught.value.message.startswith(sentence)
    assert caught.value.hint


def test_bytes_of_another_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="Line 3 of feed holds bytes that are no text in its encoding"):
        list(read(feed(tmp_path, rss("<id>Größe</id>").encode("cp1252"))))


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<rss><item><id>&b;</id></item></rss>'
FILE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<rss><item><id>&a;</id></item></rss>'


@pytest.mark.parametrize("text", [BOMB, FILE, '<?xml version="1.0"?>\n<!-- c -->\n' + FILE])
def test_entities_of_its_own_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FeedError, match="defines XML entities of its own"):
        list(read(feed(tmp_path, text)))


def test_a_dtd_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    text = '<!DOCTYPE shop SYSTEM "http://127.0.0.1:9/shop.dtd">\n<shop><item><id>1</id></item></shop>'

    assert dicts(feed(tmp_path, text)) == [{"id": "1"}]


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="holds more than is safe to read at once"):
        list(
            read(feed(tmp_path, rss("<id>" + "x" * 11_000_000 + "</id>"), limits=DEFAULT_LIMITS._replace(cell=1 << 30)))
        )


def test_a_feed_that_goes_on_without_an_item_is_refused(tmp_path: Path) -> None:
    source = feed(tmp_path, "<rss>" + "<x/>" * 600_000 + "</rss>", limits=DEFAULT_LIMITS._replace(cell=1 << 20))

    with pytest.raises(FeedError, match="goes on for 1 MB without another <item> or <entry>"):
        list(read(source))


def test_the_root_tells_what_kind_of_feed_it_is(tmp_path: Path) -> None:
    root = root_of(feed(tmp_path, rss("<g:id>1</g:id>")))

    assert root is not None
    assert (root.name, root.namespace) == ("rss", "")
    assert root.names == {"channel", "title", "item", "id"}
    assert root_of(feed(tmp_path, "sku,title\nA,<b>Tee</b>\n")) is None
    assert root_of(feed(tmp_path, rss("<g:id>&oops</g:id>"))) is not None
    assert root_of(feed(tmp_path, "<rss><item><g:id>1</g:id></item></rss>")) == Root(
        "rss", "", frozenset(["item", "g:id"])
    )


def test_what_only_begins_like_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError):
        root_of(feed(tmp_path, "<<< products >>>\n"))


#: Elements of real files, counted with ElementTree; the column is that of the first child of each.
REAL = {
    "google_atom_example.xml": ("{http://www.w3.org/2005/Atom}entry", "entry", 7),
    "google_rss_example.xml": ("item", "item", 1),
    "google_rss_no_price.xml": ("item", "item", 25),
    "google_rss_woodplans.xml": ("item", "item", 133),
    "heureka_example.xml": ("{urn:x-hujer:feed:heureka}SHOPITEM", "SHOPITEM", 18),
    "prisjakt_fixed.xml": ("item", "item", 17),
    "yml_pharmacy.xml": ("offer", "offer", 5),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_have_a_row_per_element_with_all_of_its_text(shared: Path, name: str) -> None:
    tag, item, count = REAL[name]
    path = shared / "data/products" / name
    elements = list(ElementTree.parse(path).iter(tag))
    with open_feed(str(path)) as source:
        found = dicts(source, item)

    assert len(found) == len(elements) == count
    for row, element in zip(found, elements, strict=True):
        cells = "\x1f".join(row.values())
        texts = [child.text for child in element.iter() if child.text and child.text.strip() and not len(child)]
        google = {child.tag.rpartition("}")[2] for child in element if child.tag.startswith("{http://base.google")}
        plain = {child.text for child in element if not child.tag.startswith("{") and child.tag in google}
        assert all(text in cells for text in texts if text not in plain)


def test_images_of_a_real_file_are_all_there(shared: Path) -> None:
    with open_feed(str(shared / "data/products/google_rss_woodplans.xml")) as source:
        found = dicts(source)

    assert sum(row["additional_image_link"].count("\x1f") + 1 for row in found if row["additional_image_link"]) == 675
    assert {row["price"].rpartition(" ")[2] for row in found} == {"USD"}
    assert found[0]["id"].startswith("etsy-")


def test_the_broken_ampersand_of_a_real_file_is_on_line_389(shared: Path) -> None:
    with (
        open_feed(str(shared / "data/products/prisjakt_broken_ampersand.xml")) as source,
        pytest.raises(FeedError, match=r"Line 389 of prisjakt_broken_ampersand\.xml holds a bare &"),
    ):
        list(read(source))


texts = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "title", "price", "brand"]), texts, min_size=1), max_size=6))
def test_whatever_is_written_is_read_back(items: list[dict[str, str]]) -> None:
    text = rss(*("".join(f"<g:{name}>{escape(cell)}</g:{name}>" for name, cell in item.items()) for item in items))
    with TemporaryDirectory() as folder, feed(Path(folder), text) as source:
        found = dicts(source)

    assert [{name: cell for name, cell in row.items() if cell} for row in found] == [
        {name: cell for name, cell in item.items() if cell} for item in items
    ]


@given(st.binary(max_size=200) | st.text("<>/item&;!-[]?gx: \n=\"'", max_size=120).map(str.encode))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            with feed(Path(folder), b"<rss>" + content) as source:
                root_of(source)
                list(read(source))
        except RoyalError:
            return


@pytest.mark.parametrize("address", ["https://base.google.com/ns/1.0", "http://base.google.com/ns/1.0/"])
def test_googles_namespace_is_known_in_the_ways_people_write_it(tmp_path: Path, address: str) -> None:
    text = f'<rss xmlns:g="{address}"><item><title>Plain</title><g:title>Prefixed</g:title></item></rss>'

    assert dicts(feed(tmp_path, text)) == [{"title": "Prefixed"}]


def test_utf8_that_is_declared_as_utf16_is_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><rss><item><title>Café</title></item></rss>'

    assert dicts(feed(tmp_path, text)) == [{"title": "Café"}]
    assert dicts(feed(tmp_path, text, encoding="utf-16")) == [{"title": "Café"}]
