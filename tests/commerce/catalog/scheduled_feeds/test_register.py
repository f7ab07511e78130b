"""Adding, changing and removing a feed are operations of the journal, and are taken back as such."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.scheduled_feeds.kept import kept
from royal_cli.commerce.catalog.scheduled_feeds.reading import list_feeds, show_feed, troubles
from royal_cli.commerce.catalog.scheduled_feeds.register import (
    SettingChange,
    change_feed,
    checked_name,
    checked_profile,
    disabled,
    enabled,
    merged,
    remove_feed,
)
from royal_cli.commerce.undo import undo
from royal_cli.db.copying import copy
from royal_cli.db.database import reading, transaction
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.scheduled_feeds.feeds import MUGS, add, prices, run, stored
from tests.db.test_copying import elsewhere as elsewhere

OPTIONS: dict[str, Any] = {"currency": "USD", "vat": True, "complete": True, "allow": ["zero"], "delimiter": "\t"}


def row(engine: Engine) -> dict[str, Any]:
    return {name: value for name, value in stored(engine).model_dump().items() if name != "updated_at"}


@pytest.fixture
def mugs(tmp_path: Path) -> str:
    (tmp_path / "mugs.csv").write_bytes(MUGS)
    return str(tmp_path / "mugs.csv")


def test_a_name_is_taken_once(engine: Engine, mugs: str) -> None:
    add(engine, mugs)

    with pytest.raises(Conflict, match="There is a feed deboer already"):
        add(engine, mugs)


@pytest.mark.parametrize(
    ("typed", "hint"), [("De Boer", "As de-boer:"), ("../x", "As x:"), ("é", "Use small"), ("a" * 101, "As aaa")]
)
def test_a_name_can_be_a_folder_anywhere(typed: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_name(typed)

    assert str(caught.value.hint).startswith(hint)
    assert checked_name("de-boer_2.nl") == "de-boer_2.nl"


def test_adding_is_undone(engine: Engine, mugs: str) -> None:
    add(engine, mugs)
    undo(engine, "last", wait=0)

    with pytest.raises(NotFound, match="There is no feed deboer"):
        stored(engine)
    undo(engine, "last", wait=0)
    assert stored(engine).source == mugs


def test_changing_is_told_journalled_and_undone(engine: Engine, mugs: str) -> None:
    add(engine, mugs, options=OPTIONS, headers={"X-Key": "${KEY}"}, every_minutes=360)
    before = row(engine)

    done = change_feed(
        engine,
        "deboer",
        lambda feed: merged(feed, {"every_minutes": 60, "source": "/b.csv"}, {"location": "Attic"}, ["vat", "headers"]),
        reason="they moved",
    )

    assert done.changes == [
        SettingChange("every", "6h", "1h"),
        SettingChange("source", mugs, "/b.csv"),
        SettingChange("headers", {"X-Key": "${KEY}"}, None),
        SettingChange("location", None, "Attic"),
        SettingChange("vat", True, None),
    ]
    assert undo(engine, str(done.operation), wait=0).fields_restored == 4
    assert row(engine) == before


def test_what_is_so_already_is_no_operation(engine: Engine, mugs: str) -> None:
    add(engine, mugs, every_minutes=60)

    assert change_feed(engine, "deboer", lambda feed: {"every_minutes": 60}).operation is None
    assert change_feed(engine, "deboer", enabled, "enable").changes == []
    assert change_feed(engine, "deboer", disabled, "disable", dry_run=True).operation is None
    assert stored(engine).is_active


def test_removing_is_undone_without_its_log_and_copies(engine: Engine, mugs: str) -> None:
    add(engine, mugs, options=OPTIONS | {"delimiter": ",", "complete": False})
    run(engine)
    before = row(engine)

    assert remove_feed(engine, "deboer", dry_run=True).operation is None
    done = remove_feed(engine, "deboer")

    assert not kept(engine.url, "deboer").folder.exists()
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    assert undo(engine, str(done.operation), wait=0).rows_restored == 1
    assert row(engine) == before
    assert show_feed(engine, "deboer", runs=10).runs == []
    assert run(engine).status == "unchanged"
    assert kept(engine.url, "deboer").latest.read_bytes() == MUGS


def test_a_removed_feed_does_not_come_back_beside_another_one_of_its_name(engine: Engine, mugs: str) -> None:
    add(engine, mugs)
    done = remove_feed(engine, "deboer")
    add(engine, "/another.csv")

    assert undo(engine, str(done.operation), wait=0).conflicts == 1
    assert stored(engine).source == "/another.csv"


def test_the_command_that_makes_it_again_is_told(engine: Engine, mugs: str) -> None:
    add(
        engine,
        "https://x.example/?token=${TOKEN}",
        options=OPTIONS,
        headers={"X-Key": "${KEY}"},
        every_minutes=1440,
        profile="/p.toml",
        feed="table",
    )

    assert show_feed(engine, "deboer", runs=1).command == (
        "royal product feed add deboer 'https://x.example/?token=${TOKEN}' --profile /p.toml --feed table --every 1d"
        " --header 'X-Key=${KEY}' --currency USD --with-vat --delimiter tab --complete --allow zero --no-check"
    )


def test_a_missing_profile_is_said_before_anything_is_stored(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no profile"):
        checked_profile(str(tmp_path / "none.toml"))


def test_feeds_in_trouble_are_told(engine: Engine, mugs: str, tmp_path: Path) -> None:
    add(engine, str(tmp_path / "gone.csv"), name="broken")
    add(engine, mugs, name="sleeping", every_minutes=60)
    add(engine, mugs, name="unread", profile=str(tmp_path / "none.toml"))
    add(engine, mugs, name="well", every_minutes=60)
    add(engine, mugs, name="off", every_minutes=60)
    change_feed(engine, "off", disabled, "disable")
    for _ in range(2):
        run(engine, "broken")
    run(engine, "well")
    with transaction(engine) as session:
        session.execute(
            text("UPDATE product_feeds SET created_at = :then WHERE name IN ('sleeping', 'off', 'unread')"),
            {"then": "2026-03-02 12:00:00+00:00" if engine.dialect.name == "postgresql" else "2026-03-02 12:00:00"},
        )

    with reading(engine) as session:
        found = list(troubles(session))
        listed = {feed.name: (feed.status, feed.failures, feed.is_active) for feed in list_feeds(session)}

    assert [sentence.split(":")[0] for sentence, _ in found] == [
        "The feed broken has failed 2 times in a row",
        "The feed sleeping has not been run yet, and is meant to be every 1h.",
        f"The profile {tmp_path / 'none.toml'} of the feed unread is missing.",
    ]
    assert listed["broken"] == ("failed", 2, True)
    assert listed["off"] == (None, 0, False)


def test_feeds_move_with_the_database(engine: Engine, database_url: str, elsewhere: str, mugs: str) -> None:
    add(engine, mugs, options={"currency": "EUR", "complete": True}, headers={"X-Key": "${KEY}"}, every_minutes=60)
    run(engine)

    copied = {table.table: table.rows for table in copy(database_url, elsewhere)}

    assert (copied["product_feeds"], copied["product_feed_runs"]) == (1, 1)
