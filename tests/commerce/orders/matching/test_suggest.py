"""What codes probably are: by GTIN, by code, by title, the surest reason first."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.orders.matching.match import Wanted, match_all
from royal_cli.commerce.orders.matching.suggest import Suggestion, Why, suggestions
from royal_cli.commerce.orders.reading.unmatched import Sort, list_unmatched
from royal_cli.db.database import reading, transaction
from royal_cli.errors import UsageError
from royal_cli.money import Money
from tests.commerce.orders.made import MONDAY, add, code, line, order, variant


def suggested(engine: Engine) -> dict[str, tuple[Why, list[str]]]:
    return {one.code: (one.why, [candidate.sku for candidate in one.candidates]) for one in suggestions(engine)}


def sell(engine: Engine, called: str, **values: Any) -> None:
    with transaction(engine) as session:
        code(session.connection(), "bol", called, **values)


@pytest.fixture
def catalogue(engine: Engine) -> Engine:
    with transaction(engine) as session:
        connection = session.connection()
        variant(connection, "MUG-RED", title="Red mug", gtin="04006381333931")
        variant(connection, "mug.blue", title="Blue mug")
        variant(connection, "PEN-1", title="Pen")
        variant(connection, "PEN-2", title="Pen")
        tee = add(connection, "products", sku="TEE", title="Tee")
        for size in "SM":
            add(connection, "product_variants", product_id=tee, sku=f"TEE-{size}", title=size)
        variant(connection, "OLD", title="Old thing")
        add(connection, "products", sku="GONE", title="Gone", status="archived")
    return engine


@pytest.mark.parametrize(
    ("called", "title", "found"),
    [
        ("4006381333931", None, (Why.gtin, ["MUG-RED"])),
        ("mug_RED", None, (Why.code, ["MUG-RED"])),
        ("MUG-BLUE", "Red mug", (Why.code, ["mug.blue"])),
        ("X-17", "  red   MUG ", (Why.title, ["MUG-RED"])),
        ("X-17", "Pen", (Why.title, ["PEN-1", "PEN-2"])),
        ("X-17", "Tee", (Why.title, ["TEE-S", "TEE-M"])),
        ("X-17", "Tee M", (Why.title, ["TEE-M"])),
        ("X-17", "Something else", None),
        ("-", "", None),
    ],
)
def test_what_speaks_for_a_variant(
    catalogue: Engine, called: str, title: str | None, found: tuple[Why, list[str]] | None
) -> None:
    sell(catalogue, called, title=title)

    assert suggested(catalogue) == ({called: found} if found else {})


def test_a_weaker_reason_decides_between_several(catalogue: Engine) -> None:
    with transaction(catalogue) as session:
        variant(session.connection(), "MUGRED", title="Another mug")
    sell(catalogue, "Mug Red", title="another mug")

    assert suggested(catalogue) == {"Mug Red": (Why.code, ["MUGRED"])}


def test_matched_codes_and_postage_need_no_suggestion(catalogue: Engine) -> None:
    sell(catalogue, "PEN-1", product_variant_id=1)
    sell(catalogue, "PEN-2", kind="shipping")

    assert suggested(catalogue) == {}


def test_what_is_suggested_can_be_matched(catalogue: Engine) -> None:
    sell(catalogue, "mug red")
    (one,) = suggestions(catalogue)
    assert isinstance(one, Suggestion)

    done = match_all(catalogue, [Wanted(one.code_id, one.candidates[0].variant_id, why=one.why.value)], Asked())

    assert [(found.sku, found.why) for found in done.matched] == [("MUG-RED", "same code")]
    assert suggestions(catalogue) == []


def test_what_is_not_matched_is_listed_by_what_came_of_it(engine: Engine) -> None:
    with transaction(engine) as session:
        connection = session.connection()
        mug, pen = code(connection, "bol", "MUG", title="Red mug"), code(connection, "bol", "PEN")
        known = code(connection, "bol", "INK", product_variant_id=variant(connection, "INK"))
        ship, yen = code(connection, "bol", "POST", kind="shipping"), code(connection, "web", "YEN")
        code(connection, "web", "NEVER-SOLD")
        order(connection, "1", line("MUG", 2, 1000, sold_code_id=mug), line("x", 9, 9999, sold_code_id=known))
        order(connection, "2", line("MUG", 1, 1100, sold_code_id=mug), day=1, currency="USD")
        order(connection, "3", line("MUG", -1, 1000, sold_code_id=mug), day=2, kind="credit")
        order(connection, "4", line("PEN", 30, 100, sold_code_id=pen), line("P", 1, 5000, sold_code_id=ship), day=3)
        order(connection, "5", line("YEN", 1, 2000, sold_code_id=yen), day=1, currency="JPY")

    with reading(engine) as session:
        found = list_unmatched(session, count=True)
        by_last = [row.code for row in list_unmatched(session, sort=Sort.last).rows]
        by_units = [row.code for row in list_unmatched(session, sort=Sort.units).rows]
        of_web = [row.code for row in list_unmatched(session, channel="WEB").rows]

    # 2000 JPY are more than 30.00 EUR as numbers go.
    assert [row.code for row in found.rows] == ["YEN", "PEN", "MUG"]
    mug_row = found.rows[2]
    assert (mug_row.channel, mug_row.title, mug_row.lines, mug_row.units) == ("bol", "Red mug", 3, 2)
    assert mug_row.revenue == [Money(1000, "EUR", 2), Money(1100, "USD", 2)]
    assert (mug_row.first_order_at, mug_row.last_order_at) == (MONDAY, MONDAY.replace(day=4))
    assert found.rows[0].revenue == [Money(2000, "JPY", 0)]
    assert (found.total, found.next) == (3, None)
    assert by_last == ["PEN", "MUG", "YEN"]
    assert by_units == ["PEN", "MUG", "YEN"]
    assert of_web == ["YEN"]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("limit", [1, 3, 5])
def test_pages_of_unmatched_codes_follow_each_other(engine: Engine, sort: Sort, limit: int) -> None:
    with transaction(engine) as session:
        connection = session.connection()
        for number in range(5):
            sold = code(connection, "bol", f"C{number}")
            order(connection, str(number), line("x", number // 2 + 1, 100, sold_code_id=sold), day=number // 2)
    listed: list[str | None] = []
    cursor = None
    with reading(engine) as session:
        while True:
            page = list_unmatched(session, sort=sort, limit=limit, cursor=cursor)
            listed += [row.code for row in page.rows]
            cursor = page.next
            if cursor is None:
                break

    assert listed == (["C0", "C1", "C2", "C3", "C4"] if sort is Sort.lines else ["C4", "C2", "C3", "C0", "C1"])


def test_a_cursor_of_another_order_is_refused(engine: Engine) -> None:
    with transaction(engine) as session:
        connection = session.connection()
        for number in range(2):
            sold = code(connection, "bol", f"C{number}")
            order(connection, str(number), line("x", 1, 100, sold_code_id=sold))
    with reading(engine) as session:
        cursor = list_unmatched(session, limit=1).next
        with pytest.raises(UsageError):
            list_unmatched(session, sort=Sort.units, cursor=cursor)
