"""What is proposed becomes TOML that reads back as the same, with examples and what was left out."""

import tomllib
from pathlib import Path

from royal_cli.commerce.feeds.profile import FileHints, parse
from royal_cli.commerce.feeds.proposing.said import Said
from royal_cli.commerce.feeds.proposing.written import written
from tests.commerce.feeds.proposing.tables import arriving, proposed, sampled

LINES = (
    "Art.-Nr.;Modell;Name;VK;Preis NO;Lager A;Lager B;EAN;Notiz",
    "T-S;T;Tee;19,95;229,00;4;1;4006381333931;x",
    "T-M;T;Tee;19,95;229,00;;2;4006381333948;y",
)

PROFILE = """\
# What the columns of supplier.csv mean: on the left the header as the file writes it, on the right
# what it is. Change it as you like; `royal product profile test de-boer FILE` shows what arrives.

title = "De Boer"

key = "Art.-Nr."    # names each row, such as T-S
product = "Modell"  # names the product of its rows, such as T

[columns]
"Name" = "title"         # Tee
"VK" = "price"           # 19,95
"EAN" = ["gtin", "mpn"]  # 4006381333931

# Left out. To use one, take the # in front of it away and say what it is: title, description,
# price, compare at price, sale price, cost, currency, stock, gtin, mpn, vendor, type, category,
# tags, images, weight, weight unit, length, width, height, dimensions, dimension unit, status,
# variant title, seo title, seo description, search keywords.
# "Notiz" = ""  # x (2 different words)

# Stock: header = location.
[stock]
"Lager A" = "A"  # 4
"Lager B" = "B"  # 1

[markets."Norway"]
price = "Preis NO"  # 229,00
currency = "NOK"

# How cells are read.
[values]
decimal_mark = ","           # 19,95 in VK shows it
# currency = "EUR"           # not said here: the cells or your settings say it
# price_includes_vat = true  # not said here: your settings say it

# How the file is written, where it is not recognised.
[file]
encoding = "utf-8"
header_line = 1
"""


def test_a_profile_is_written_for_people(tmp_path: Path) -> None:
    said = Said(fields={"EAN": ("gtin", "mpn"), "Preis NO": ("price: Norway",)}, market_currencies={"Norway": "NOK"})
    proposal = proposed(tmp_path, *LINES, said=said)

    text = written(proposal, name="de-boer", title="De Boer", file=FileHints(encoding="utf-8", header_line=1))

    assert text == PROFILE


def test_a_line_that_was_left_out_is_switched_on_by_taking_the_sign_away(tmp_path: Path) -> None:
    text = PROFILE.replace('# "Notiz" = ""', '"Notiz" = "tags"')

    assert tomllib.loads(text)["columns"]["Notiz"] == "tags"
    assert parse(text, "de-boer.toml").meant["notiz"] == ("tags",)


def test_headers_and_cells_may_hold_anything(tmp_path: Path) -> None:
    sampled(tmp_path, 'Art "No";Na\\me;"a\nb";\x1b[31mred', 'A-100;"Mug\n# one";x;1', "A-101;Mug two;y;2")

    text, done = arriving(tmp_path, Said(fields={"a b": ("vendor",)}))

    read = tomllib.loads(text)
    assert read["key"] == 'Art "No"'
    assert read["columns"] == {"Na\\me": "title", "a b": "vendor"}
    assert [(row.sku, row.title, row.vendor) for row in done.rows] == [
        ("A-100", "Mug\n# one", "x"), ("A-101", "Mug two", "y"),
    ]  # fmt: skip


def test_what_arrives_is_what_an_import_would_read(tmp_path: Path) -> None:
    sampled(tmp_path, *LINES, "T-L;T;Tee;29,9O;229,00;1;1;4006381333955;z", "T-S;T;Tee;21,00;229,00;4;1;;x")

    _, done = arriving(
        tmp_path,
        Said(key="Art.-Nr.", price="VK", fields={"Preis NO": ()}, currency="SEK", price_includes_vat=True),
    )

    first = done.rows[0]
    assert (first.sku, first.product, str(first.price), first.price_includes_vat) == ("T-S", "T", "19.95 SEK", True)
    assert (first.stock, first.gtin) == ({"A": 4, "B": 1}, "4006381333931")
    assert done.rows[1].stock == {"B": 2}, "T10: nothing said of A is not 0"
    assert (done.read, done.arriving, done.rejected) == (4, 2, 2)
    assert {(reject.code, reject.first_line, reject.value) for reject in done.rejects} == {
        ("not_a_number", 4, "29,9O"), ("duplicate_variant", 5, "T-S"),
    }  # fmt: skip
