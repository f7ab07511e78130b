"""What stops an import before it writes, and plans that are applied exactly or not at all."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.importing.importer import Import, Request
from royal_cli.commerce.importing import plan
from royal_cli.errors import FeedError, NotFound, Refused, StalePlan
from tests.commerce.catalog.made_feeds import LIMITS, NO_LIMITS, MadeFeed, everything, import_rows, ledger_agrees, rows

MUGS: list[dict[str, Any]] = [
    {"sku": f"MUG-{n}", "title": f"Mug number {n}", "price": 1000 + n, "cost_price": 400, "stock": {"Main": n}}
    for n in range(1, 11)
]


def changed(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{**mug, **fields} for mug in MUGS[:count]] + MUGS[count:]


@pytest.mark.parametrize(
    ("feed", "check"),
    [
        (changed(3, status="archived"), "vanish"),
        (changed(3, stock={"Main": 0}), "zero"),
        (changed(3, price=0), "zero"),
        (changed(2, price=5000), "price"),
        (changed(2, currency="JPY"), "price"),
    ],
)
def test_a_feed_that_changes_too_much_is_stopped_before_it_writes(
    engine: Engine, feed: list[dict[str, Any]], check: str
) -> None:
    import_rows(engine, *MUGS)
    before = everything(engine)

    with pytest.raises(Refused, match="Stopped before writing") as stopped:
        import_rows(engine, *feed, limits=LIMITS)

    assert check in stopped.value.details["checks"]
    assert everything(engine) == before
    assert rows(engine, "SELECT count(*) FROM operations") == [(1,)]


def test_what_is_allowed_passes(engine: Engine) -> None:
    import_rows(engine, *MUGS)
    done = import_rows(engine, *changed(3, stock={"Main": 0}), limits=LIMITS, allow=frozenset({"zero"}))

    assert done.counts.rows.updated == 3


def test_a_complete_feed_that_lacks_too_much_is_stopped(engine: Engine) -> None:
    import_rows(engine, *MUGS)

    with pytest.raises(Refused, match="5 of 10 active products would leave"):
        import_rows(engine, *MUGS[:5], limits=LIMITS, complete=True)


def test_a_change_within_the_limits_passes(engine: Engine) -> None:
    import_rows(engine, *MUGS)
    done = import_rows(engine, *changed(1, price=1100), limits=LIMITS)

    assert done.counts.rows.updated == 1


def planned(engine: Engine, path: Path, *feed: dict[str, Any]) -> plan.Plan:
    with Import(engine, Request(limits=NO_LIMITS), exclusive=False) as run:
        run.stage(MadeFeed(*feed))
        run.find_difference()
        with path.open("w", encoding="utf-8") as target:
            run.save_plan(target)
    return plan.load(path)


def apply(engine: Engine, found: plan.Plan) -> Import:
    with Import(engine, Request(limits=NO_LIMITS, wait=0.0)) as run:
        run.stage_plan(found)
        with run.writing():
            run.find_planned()
            run.write({})
        return run


NEW = {
    "key": "shirt",
    "sku": "SHIRT-S",
    "title": "Shirt",
    "tags": '["summer"]',
    "category_path": "Clothes > Shirts",
    "option1_name": "Size",
    "option1_value": "S",
    "price": 2500,
    "weight": 180500,
    "weight_unit": "g",
    "price_includes_vat": True,
    "images": [("https://shop.example/shirt.jpg", "a shirt")],
    "stock": {"Main": 3, "Gent": 1},
    "markets": {"Norway": 29900},
}
SHARED = [
    {"key": "bikini", "sku": "BK", "title": "Bikini", "option1_name": "Size", "option1_value": size, "price": 8900}
    for size in ("S", "M")
]


def test_applying_a_plan_does_what_the_import_would_have_done(engine: Engine, tmp_path: Path) -> None:
    import_rows(engine, *MUGS)
    feed = [*changed(3, price=1250, vendor="Potter"), NEW, *SHARED]
    feed[5] = {**feed[5], "stock": {"Main": 77}}
    feed[6] = {**feed[6], "clears": ["variant.cost_price"], "cost_price": None}
    done = apply(engine, planned(engine, tmp_path / "plan.json", *feed))

    assert done.operation is not None
    assert import_rows(engine, *feed).operation is None
    assert ledger_agrees(engine)
    assert rows(
        engine,
        "SELECT price, vendor FROM product_variants v JOIN products p ON p.id = v.product_id WHERE v.sku = 'MUG-1'",
    ) == [(1250, "Potter")]
    assert rows(engine, "SELECT cost_price FROM product_variants WHERE sku = 'MUG-7'") == [(None,)]
    assert rows(engine, "SELECT weight, price_includes_vat FROM product_variants WHERE sku = 'SHIRT-S'") == [
        (180500, True)
    ]


def test_a_plan_is_refused_once_anything_it_touches_has_changed(engine: Engine, tmp_path: Path) -> None:
    import_rows(engine, *MUGS)
    found = planned(engine, tmp_path / "plan.json", *changed(2, price=1250))
    import_rows(engine, {**MUGS[0], "price": 1111})
    before = everything(engine)

    with pytest.raises(StalePlan):
        apply(engine, found)
    assert everything(engine) == before


def test_a_plan_is_refused_the_second_time(engine: Engine, tmp_path: Path) -> None:
    found = planned(engine, tmp_path / "plan.json", NEW)
    apply(engine, found)

    with pytest.raises(StalePlan, match="shirt"):
        apply(engine, found)


def test_a_plan_still_holds_when_something_else_has_changed(engine: Engine, tmp_path: Path) -> None:
    import_rows(engine, *MUGS)
    found = planned(engine, tmp_path / "plan.json", *changed(2, price=1250))
    import_rows(engine, {**MUGS[8], "price": 1111})

    assert apply(engine, found).counts.rows.updated == 2


def test_a_plan_file_is_valid_json_with_every_field_before_and_after(engine: Engine, tmp_path: Path) -> None:
    import_rows(engine, *MUGS)
    planned(engine, tmp_path / "plan.json", *changed(1, price=1250))
    content = json.loads((tmp_path / "plan.json").read_text())

    assert content["schema"] == "royal.plan/1"
    assert content["changes"] == [
        {
            "entity": "variant",
            "action": "update",
            "key": "MUG-1",
            "within": "MUG-1",
            "fields": {
                "price": {
                    "from": {"amount": "10.01", "currency": "EUR"},
                    "to": {"amount": "12.50", "currency": "EUR"},
                }
            },
        }
    ]


def test_a_plan_that_was_edited_or_torn_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    planned(engine, path, *MUGS)
    whole = path.read_text()

    of_no_kind = whole.replace('"product.import"', '"undo"'), whole.replace('"product.import"', "1")
    torn = whole.replace("10.01", "0.01"), whole[: len(whole) // 2], "", "[]", '{"schema": "other/1"}'
    for damaged in (*torn, *of_no_kind):
        path.write_text(damaged)
        with pytest.raises(FeedError):
            plan.load(path)
    with pytest.raises(NotFound):
        plan.load(tmp_path / "none.json")


def test_what_was_shown_must_still_hold_when_it_is_written(engine: Engine) -> None:
    import_rows(engine, *MUGS)
    with Import(engine, Request(limits=NO_LIMITS), exclusive=False) as run:
        run.stage(MadeFeed(*changed(2, price=1250)))
        run.find_difference()
        run.remember()
        import_rows(engine, {**MUGS[0], "price": 1250})
        with run.writing():
            run.find_difference()
            with pytest.raises(StalePlan):
                run.write({})

    assert rows(engine, "SELECT price FROM product_variants WHERE sku = 'MUG-2'") == [(1002,)]


def test_an_empty_plan_is_a_plan(tmp_path: Path) -> None:
    target = io.StringIO()
    plan.save(
        target, {"kind": "product.import", "source": "a", "source_digest": "b", "created_at": "c", "counts": {}}, []
    )
    (tmp_path / "plan.json").write_text(target.getvalue())

    assert list(plan.load(tmp_path / "plan.json").lines()) == []
