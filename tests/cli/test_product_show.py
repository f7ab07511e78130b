"""`royal product show`: one product, for an operator and for a script."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from royal_cli.db.database import opened, transaction
from tests.cli.conftest import Royal
from tests.commerce.catalog.reading.made_catalogue import mugs, product, variant


@pytest.fixture
def catalogue(shop: Path, sqlite_engine: Engine) -> Engine:
    mugs(sqlite_engine)
    return sqlite_engine


def fields(table: str) -> dict[str, str]:
    """The lines of the first part of an object's table."""
    return {line[:16].strip(): line[16:].strip() for line in table.split("\n\n")[0].splitlines()}


@pytest.mark.usefixtures("catalogue")
def test_a_table_begins_with_the_product_and_ends_with_its_variants(royal: Royal) -> None:
    result = royal("product", "show", "MUG-BLUE-S")

    about, variants, images = result.stdout.split("\n\n")
    assert fields(about)["SKU"] == "MUG-BLUE"
    assert fields(about)["Category"] == "Kitchen > Mugs"
    assert fields(about)["Created"] == "2026-03-05 08:00 UTC"
    assert [line.split()[0] for line in variants.splitlines()] == ["Variants", "SKU", "MUG-BLUE-S", "MUG-BLUE-L"]
    assert "Gent: 1, Main: 3" in variants
    assert "https://cdn.example/blue.jpg" in images
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("catalogue")
def test_what_nobody_said_takes_no_line_unless_everyone_asks_for_it(royal: Royal) -> None:
    told = fields(royal("product", "show", "TEAPOT").stdout)

    assert told["Vendor"] == "–"
    assert not {"Weight", "SEO title", "Was", "Archived", "Description"} & set(told)


def test_a_description_is_shown_when_it_is_asked_for(royal: Royal, shop: Path, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        product(session, "MUG", description="<p>Blue.</p>", weight=250_000, weight_unit="g")

    assert "<p>" not in royal("product", "show", "MUG").stdout
    assert fields(royal("product", "show", "MUG").stdout)["Weight"] == "250"
    assert "<p>Blue.</p>" in royal("product", "show", "MUG", "--fields", "description").stdout


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_shows_the_whole_sku_of_each_variant(
    royal: Royal, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    result = royal("product", "show", "MUG-BLUE", env={"FORCE_COLOR": "1", "NO_COLOR": "1"})

    assert "MUG-BLUE-S" in result.stdout
    assert "12.50 EUR" in result.stdout


def test_json_holds_the_variants_with_stock_and_market_prices(royal: Royal, shop: Path, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        norway = {"price": 29_900, "currency": "NOK", "price_scale": 2, "is_included": True}
        product(session, "MUG", variant("MUG", price=950, stock={"Main": 4}, markets={"Norway": norway}))

    result = json.loads(royal("product", "show", "MUG", "--json").stdout)

    (found,) = result["data"]["variants"]
    assert result["schema"] == "royal.product.show/1"
    assert found["price"] == {"amount": "9.50", "currency": "EUR"}
    assert found["levels"]["Main"]["available"] == 4
    assert found["market_prices"] == {
        "Norway": {"price": {"amount": "299.00", "currency": "NOK"}, "compare_at_price": None, "included": True}
    }


def test_a_market_where_it_is_not_sold_is_marked(royal: Royal, shop: Path, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        japan = {"price": 3900, "currency": "JPY", "price_scale": 0, "is_included": False}
        markets = {"Chile": {"is_included": True}, "Japan": japan, "Norway": {}, "Peru": {"is_included": False}}
        product(session, "MUG", variant("MUG", markets=markets))

    assert (
        "Chile: sold, Japan: 3900 JPY (not sold), Norway: unknown, Peru: not sold"
        in royal("product", "show", "MUG").stdout
    )


@pytest.mark.usefixtures("catalogue")
def test_a_mistyped_sku_is_not_found_and_the_right_one_is_named(royal: Royal) -> None:
    result = royal("product", "show", "MUG-BLU")

    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.startswith("royal: There is no product 'MUG-BLU'.\n       Did you mean MUG-BLUE")


def test_a_gtin_of_two_products_is_a_conflict_with_candidates(royal: Royal, shop: Path, sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        for color in ("BLUE", "RED"):
            product(session, f"PEN-{color}", variant(f"PEN-{color}", gtin="4006381333931"))

    result = royal("product", "show", "4006381333931", "--json")

    assert result.exit_code == 6
    assert json.loads(result.stderr)["error"]["details"] == {"candidates": ["PEN-BLUE", "PEN-RED"]}


def test_the_same_product_comes_from_both_databases(royal: Royal, database_url: str) -> None:
    with opened(database_url) as engine:
        mugs(engine)

    result = royal("product", "show", "MUG-RED", "--json", env={"ROYAL_DATABASE_URL": database_url})

    data = json.loads(result.stdout)["data"]
    assert (data["sku"], data["stock"], data["gross_margin"]) == ("MUG-RED", 0, "9.54")
