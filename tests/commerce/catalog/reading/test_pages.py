"""Sorting and paging: every order is complete page by page, and stays where it is while products are added."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from royal_cli.commerce.catalog.reading import listing
from royal_cli.commerce.catalog.reading.listing import every_product, list_products
from royal_cli.commerce.catalog.reading.rows import Filters, Sort, Status
from royal_cli.db.database import reading, transaction
from royal_cli.errors import UsageError
from tests.commerce.catalog.reading.made_catalogue import mugs, product, variant

ANY = Filters(status=Status.any)


def shop(engine: Engine) -> None:
    """The mugs, and what makes sorting hard: ties, other currencies, other scales, mixed ones."""
    mugs(engine)
    with transaction(engine) as session:
        product(session, "BOWL", variant("BOWL", price=19_900_001, price_scale=6), day=5)
        product(session, "CUP", variant("CUP", price=2000, cost_price=1000, currency="USD", stock={"Main": 7}), day=5)
        product(
            session,
            "DISH",
            variant("DISH-EU", price=100),
            variant("DISH-US", price=100, currency="USD", stock={"Gent": -1}),
            title="a dish",
            day=5,
        )
        product(session, "EWER", base_price=950, cost_price=475, day=6)


ORDERS = {
    (Sort.sku, False): "BOWL CUP DISH EWER MUG-BLUE MUG-RED SHIRT TEAPOT VASE",
    (Sort.sku, True): "VASE TEAPOT SHIRT MUG-RED MUG-BLUE EWER DISH CUP BOWL",
    (Sort.title, False): "DISH BOWL CUP EWER MUG-BLUE MUG-RED SHIRT TEAPOT VASE",
    (Sort.title, True): "VASE TEAPOT SHIRT MUG-RED MUG-BLUE EWER CUP BOWL DISH",
    # One currency after the other; the dish has no lowest price and the teapot none at all.
    (Sort.price, False): "MUG-BLUE EWER MUG-RED BOWL SHIRT VASE CUP TEAPOT DISH",
    (Sort.price, True): "VASE SHIRT BOWL MUG-RED MUG-BLUE EWER CUP TEAPOT DISH",
    (Sort.stock, False): "DISH MUG-RED VASE CUP MUG-BLUE SHIRT TEAPOT BOWL EWER",
    (Sort.stock, True): "MUG-BLUE VASE CUP MUG-RED DISH SHIRT TEAPOT BOWL EWER",
    (Sort.margin, False): "MUG-RED VASE CUP EWER MUG-BLUE SHIRT TEAPOT BOWL DISH",
    (Sort.margin, True): "MUG-BLUE CUP EWER VASE MUG-RED SHIRT TEAPOT BOWL DISH",
    (Sort.created, False): "VASE MUG-RED TEAPOT MUG-BLUE SHIRT BOWL CUP DISH EWER",
    (Sort.created, True): "EWER DISH CUP BOWL SHIRT MUG-BLUE TEAPOT MUG-RED VASE",
    # Changed at the same moment: the newest product first when time runs forward.
    (Sort.updated, False): "VASE MUG-RED TEAPOT MUG-BLUE SHIRT DISH CUP BOWL EWER",
    (Sort.updated, True): "EWER BOWL CUP DISH SHIRT MUG-BLUE TEAPOT MUG-RED VASE",
}
every_order = pytest.mark.parametrize(("sort", "descending"), ORDERS, ids=lambda part: str(getattr(part, "name", part)))


def walk(session: Session, sort: Sort, descending: bool, limit: int) -> list[str]:
    skus: list[str] = []
    cursor = None
    while True:
        page = list_products(session, ANY, sort=sort, descending=descending, limit=limit, cursor=cursor)
        skus += [row.sku for row in page.rows]
        cursor = page.next
        if cursor is None:
            return skus


@every_order
def test_an_order_is_the_same_at_once_page_by_page_and_as_a_whole(engine: Engine, sort: Sort, descending: bool) -> None:
    shop(engine)
    expected = ORDERS[sort, descending].split()

    with reading(engine) as session:
        page = list_products(session, ANY, sort=sort, descending=descending)
        assert [row.sku for row in page.rows] == expected
        assert page.next is None
        assert walk(session, sort, descending, limit=1) == expected
        assert walk(session, sort, descending, limit=4) == expected
        assert [row.sku for row in every_product(session, ANY, sort=sort, descending=descending)] == expected


def test_a_page_goes_on_after_its_cursor_although_products_came_before_it(engine: Engine) -> None:
    mugs(engine)
    with reading(engine) as session:
        first = list_products(session, limit=2)
    with transaction(engine) as session:
        product(session, "BOWL")
        product(session, "RUG")

    with reading(engine) as session:
        second = list_products(session, limit=2, cursor=first.next)

    assert [row.sku for row in first.rows] == ["MUG-BLUE", "MUG-RED"]
    assert [row.sku for row in second.rows] == ["RUG", "SHIRT"]


def test_a_page_that_is_full_and_the_last_has_no_cursor(engine: Engine) -> None:
    mugs(engine)

    with reading(engine) as session:
        assert list_products(session, limit=4).next is None
        assert list_products(session, limit=3).next is not None


def test_the_whole_is_counted_when_it_is_asked_for(engine: Engine) -> None:
    mugs(engine)

    with reading(engine) as session:
        assert list_products(session, limit=1).total is None
        assert list_products(session, limit=1, count=True).total == 4
        assert list_products(session, Filters(category="Mugs"), limit=1, count=True).total == 2


def test_a_long_list_is_read_in_portions(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session:
        for number in range(1_201):
            product(session, f"MUG-{number:04}", variant(f"MUG-{number:04}", price=number, stock={"Main": number}))

    with reading(sqlite_engine) as session:
        at_once = list(every_product(session))
        page = list_products(session, limit=1_200)

    assert [row.stock for row in at_once] == list(range(1_201))
    assert page.rows == at_once[:1_200]
    assert page.next is not None


@pytest.mark.parametrize(
    "change",
    [{"sort": Sort.title}, {"descending": True}, {"filters": Filters(search="mug")}, {"filters": ANY}],
    ids=["sort", "direction", "search", "status"],
)
def test_a_cursor_belongs_to_one_list(engine: Engine, change: dict[str, object]) -> None:
    mugs(engine)

    with reading(engine) as session:
        cursor = list_products(session, limit=1).next
        with pytest.raises(UsageError, match="another"):
            list_products(session, cursor=cursor, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "bnVsbA", "eyJhIjoxfQ", "WzFd", "W1siYSJdXQ", "é", "AAAA", "[1]"])
def test_nonsense_is_no_cursor(sqlite_engine: Engine, cursor: str) -> None:
    with reading(sqlite_engine) as session, pytest.raises(UsageError):
        list_products(session, cursor=cursor)


def test_a_cursor_that_was_changed_by_hand_is_refused(sqlite_engine: Engine) -> None:
    mugs(sqlite_engine)

    with reading(sqlite_engine) as session:
        cursor = list_products(session, limit=1).next or ""
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).replace(b"MUG-BLUE", b"MUG-CLUE")
        with pytest.raises(UsageError):
            list_products(session, cursor=urlsafe_b64encode(text).decode())


@pytest.mark.parametrize("sort", [Sort.sku, Sort.updated])
@pytest.mark.parametrize("descending", [False, True])
def test_a_page_is_found_by_an_index_without_sorting_the_catalogue(
    sqlite_engine: Engine, sort: Sort, descending: bool
) -> None:
    mugs(sqlite_engine)
    calls: list[tuple[str, tuple[str | int, ...]]] = []
    event.listen(sqlite_engine, "before_cursor_execute", lambda *call: calls.append((call[2], call[3])))

    with reading(sqlite_engine) as session:
        first = list_products(session, sort=sort, descending=descending, limit=1)
        list_products(session, sort=sort, descending=descending, limit=1, cursor=first.next)
        selects = [call for call in calls if call[0].startswith("SELECT")]
        plans = [
            session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all() for sql, values in selects
        ]

    steps = [str(step[3]) for plan in plans for step in plan]
    assert len(steps) >= 6
    assert not [step for step in steps if "TEMP B-TREE" in step and "GROUP BY" not in step]
    assert not [step for step in steps if step.startswith("SCAN") and "USING INDEX" not in step]


@pytest.mark.parametrize("sort", [Sort.sku, Sort.updated, Sort.stock])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("head", [3, 1_000])
@pytest.mark.parametrize("text", ["2", "odd 2", "gent 1 odd"])
def test_a_search_finds_the_same_wherever_in_the_order_its_words_begin_to_occur(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, sort: Sort, descending: bool, head: int, text: str
) -> None:
    monkeypatch.setattr(listing, "_HEAD", head)
    with transaction(engine) as session:
        for number in range(14):
            title = f"{'Odd' if number % 2 else 'Even'} {number}"
            product(
                session,
                f"P-{number:02}",
                variant(f"V-{number:02}-{'GENT' if number % 3 else 'MAIN'}", price=number),
                title=title,
                vendor="Odd & Sons" if number == 12 else None,
                day=number % 5,
            )
    expected = {"2": {2, 12}, "odd 2": {12}, "gent 1 odd": {1, 11, 13}}[text]
    filters, found, cursor = Filters(search=text), [], None

    with reading(engine) as session:
        while True:
            page = list_products(session, filters, sort=sort, descending=descending, limit=1, cursor=cursor)
            found += [row.sku for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        at_once = [row.sku for row in every_product(session, filters, sort=sort, descending=descending)]

    assert found == at_once
    assert {int(sku[2:]) for sku in found} == expected


def test_a_search_on_sqlite_reads_no_more_than_it_looks_at(sqlite_engine: Engine) -> None:
    mugs(sqlite_engine)
    calls: list[tuple[str, tuple[str | int, ...]]] = []
    event.listen(sqlite_engine, "before_cursor_execute", lambda *call: calls.append((call[2], call[3])))

    with reading(sqlite_engine) as session:
        list_products(session, Filters(search="tankard"))
        sql, values = calls[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()

    scans = [str(step[3]) for step in plan if str(step[3]).startswith("SCAN product")]
    assert scans == [
        "SCAN products USING COVERING INDEX idx_products_search",
        "SCAN product_variants USING COVERING INDEX idx_product_variants_search",
    ]
