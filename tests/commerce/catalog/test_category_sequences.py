"""Whatever is done to the tree, it stays a tree; and taking everything back brings everything back."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.categories.editing import (
    TreeChange,
    create_category,
    delete_category,
    merge_categories,
    move_categories,
    rename_category,
)
from royal_cli.commerce.undo import undo
from royal_cli.errors import RoyalError
from tests.commerce.catalog.dumps import NOW, dump
from tests.commerce.catalog.made_feeds import import_rows, rows

NAMES = st.sampled_from(["A", "B", "C"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(" > ".join)
#: A category is picked by its place in the list of all, which hypothesis can make smaller.
PICKS = st.integers(0, 30)
STEPS = st.one_of(
    st.tuples(st.just("create"), PATHS),
    st.tuples(st.just("rename"), PICKS, NAMES),
    st.tuples(st.just("move"), PICKS, st.none() | PICKS),
    st.tuples(st.just("merge"), st.lists(PICKS, min_size=1, max_size=3), PICKS),
    st.tuples(st.just("delete"), PICKS, st.none() | PICKS),
)
SHOP = [{"sku": f"SKU-{path}", "title": path, "category_path": path}
        for path in ("A", "A > B", "A > B > A", "B > A", "B > B > C", "C > A > B")]  # fmt: skip


def step(engine: Engine, what: tuple[object, ...]) -> TreeChange | None:
    """Do it if it can be done; what is refused must have changed nothing, which the invariants tell."""
    paths = [path for (path,) in rows(engine, "SELECT path FROM categories ORDER BY path")]

    def picked(number: object) -> str:
        assert isinstance(number, int)
        return paths[number % len(paths)] if paths else "A"

    try:
        match what:
            case ("create", str(path)):
                return create_category(engine, path, NOW)
            case ("rename", pick, str(name)):
                return rename_category(engine, picked(pick), name, NOW)
            case ("move", pick, to):
                return move_categories(engine, [picked(pick)], None if to is None else picked(to), NOW)
            case ("merge", list(picks), to):
                return merge_categories(engine, [picked(pick) for pick in picks], picked(to), NOW)
            case ("delete", pick, to):
                target = None if to is None else picked(to)
                return delete_category(engine, picked(pick), recursive=True, products_to=target, asked=NOW)
    except RoyalError:
        return None
    raise AssertionError(what)


def check_tree(engine: Engine) -> None:
    found = rows(engine, "SELECT id, parent_id, name, path, level, slug FROM categories")
    by_id = {row[0]: row for row in found}
    for id, _, _, path, level, _ in found:
        way: list[str] = []
        at: int | None = id
        while at is not None:
            way.insert(0, by_id[at][2])
            at = by_id[at][1]
            assert len(way) <= len(found), "a circle"
        assert (path, level) == (" > ".join(way), len(way) - 1)
    assert max(Counter(row[5] for row in found).values(), default=1) == 1
    assert max(Counter(row[3] for row in found).values(), default=1) == 1
    assert rows(engine, "SELECT count(*) FROM products") == [(len(SHOP),)]


def emptied(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in (
            "changes",
            "operations",
            "inventory_movements",
            "inventory_levels",
            "product_variants",
            "products",
        ):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE categories SET parent_id = NULL"))
        connection.execute(text("DELETE FROM categories"))


def run(engine: Engine, steps: list[tuple[object, ...]]) -> None:
    emptied(engine)
    import_rows(engine, *SHOP)
    states = [dump(engine)]
    operations = []
    for what in steps:
        change = step(engine, what)
        check_tree(engine)
        if change and change.operation:
            operations.append(change.operation)
            states.append(dump(engine))
    states.pop()
    for operation, before in zip(reversed(operations), reversed(states), strict=True):
        done = undo(engine, operation)
        assert (done.status, done.conflicts) == ("undone", 0)
        assert dump(engine) == before
        check_tree(engine)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_the_tree_stays_a_tree_and_goes_back_step_by_step(
    sqlite_engine: Engine, steps: list[tuple[object, ...]]
) -> None:
    run(sqlite_engine, steps)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=6))
def test_the_same_on_both_databases(engine: Engine, steps: list[tuple[object, ...]]) -> None:
    run(engine, steps)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=2, max_size=7), order=st.randoms(use_true_random=False), force=st.booleans())
def test_whatever_is_taken_back_in_whatever_order_the_tree_holds(
    sqlite_engine: Engine, steps: list[tuple[object, ...]], order: object, force: bool
) -> None:
    emptied(sqlite_engine)
    import_rows(sqlite_engine, *SHOP)
    done = [change.operation for what in steps if (change := step(sqlite_engine, what)) and change.operation]
    order.shuffle(done)  # type: ignore[attr-defined]
    for operation in done:
        undo(sqlite_engine, operation, force=force)
        check_tree(sqlite_engine)
