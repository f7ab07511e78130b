"""Stages a list of prices that came in on standard input, each line against the variants that it names."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.editing.lists import Rows, name_variants, read_list
from royal_cli.commerce.catalog.editing.run import Findings, Unable
from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.values import ColumnEvidence, Problems
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.db.products import MARKET_LENGTH

COLUMNS = ("sku", "price", "currency", "compare_at", "market", "cost")
_WORDS = {"compare at price": "compare_at", "cost price": "cost"}
_AMOUNTS = {"price": "price", "compare_at": "compare_at_price", "cost": "cost_price"}

#: A row for every variant that a line names, and one for a line that names none; `turn` counts within a variant.
LISTED = (
    "SELECT g.line, g.sku AS given_sku, g.market AS given_market, g.currency AS given_currency, g.scale AS given_scale,"
    " g.price AS given_price, g.compare_at_price AS given_compare_at_price, g.cost_price AS given_cost_price,"
    " row_number() OVER (PARTITION BY v.id, g.market ORDER BY g.line) AS turn, {columns}"
    " FROM given g LEFT JOIN given_variants t ON t.line = g.line LEFT JOIN product_variants v ON v.id = t.variant_id"
    " LEFT JOIN products p ON p.id = v.product_id"
    " LEFT JOIN market_prices m ON m.product_variant_id = v.id AND m.market = g.market ORDER BY g.line, v.id"
)
_GIVEN = ["line", "sku", "market", "currency", "scale", "price", "compare_at_price", "cost_price"]


def stage_prices(connection: Connection, lines: Iterable[str], market: str | None, findings: Findings) -> None:
    """Fill the temporary table `given`; lines that cannot be read are rejected."""
    connection.execute(text("DROP TABLE IF EXISTS given"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE given (line BIGINT, sku TEXT, market TEXT, currency TEXT, scale SMALLINT,"
            " price BIGINT, compare_at_price BIGINT, cost_price BIGINT)"
        )
    )
    marks = {name: ColumnEvidence() for name in _AMOUNTS}
    for rows in read_list(lines, COLUMNS, _WORDS):
        _stage(connection, rows, market, marks, findings)
    name_variants(connection)


def _stage(
    connection: Connection, rows: Rows, market: str | None, marks: dict[str, ColumnEvidence], findings: Findings
) -> None:
    problems = Problems(rows.lines, rows.lines)
    count = len(rows.lines)
    empty = [""] * count
    skus = values.identifier(rows.cells["sku"], problems, "sku", key=True)
    codes = values.currency_codes(rows.cells.get("currency", empty), problems, "currency", strict=True)
    found = {
        _AMOUNTS[name]: values.money(cells, problems, name, currency=codes, evidence=marks[name], strict=True)
        for name, cells in rows.cells.items()
        if name in _AMOUNTS
    }
    shared = values.in_one_currency(problems, found)
    amounts = dict(zip(found, shared.amounts, strict=True))
    nothing: list[int | None] = [None] * count
    columns = [amounts.get(name, nothing) for name in _AMOUNTS.values()]
    markets = [cell or market for cell in rows.cells.get("market", empty)]
    _refuse(problems, skus, markets, columns)
    staged = zip(rows.lines, skus, markets, shared.currency, shared.scale, *columns, strict=True)
    kept = (row for place, row in enumerate(staged) if place not in problems.rejected)
    insert_rows(connection, "given", _GIVEN, kept)
    for place, reject in problems.rejected.items():
        findings.reject(Unable(skus[place] or "", reject.code, reject.hint, reject.line))
    for line, sku in rows.ragged:
        findings.reject(Unable(sku, "too_many_cells", "the line has more cells than there are columns", line))


def _refuse(
    problems: Problems,
    skus: Sequence[str | None],
    markets: Sequence[str | None],
    columns: Sequence[Sequence[int | None]],
) -> None:
    *_, costs = columns
    for place, (sku, market) in enumerate(zip(skus, markets, strict=True)):
        if sku is None:
            problems.reject(place, "sku", "", "missing_key", "the line names no SKU")
        elif all(column[place] is None for column in columns):
            problems.reject(place, "price", "", "no_price", "the line states no price")
        elif market and len(market) > MARKET_LENGTH:
            problems.reject(
                place, "market", market, "too_long", f"a market's name has up to {MARKET_LENGTH} characters"
            )
        elif market and costs[place] is not None:
            problems.reject(place, "cost", "", "no_cost_of_market", "a cost is not that of a market")
    for place, warning in problems.warned:
        problems.reject(place, warning.column, warning.value, warning.code, warning.hint)
