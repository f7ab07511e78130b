"""A run fetches what is new, imports it as any feed, and keeps the last good copy whatever else happens."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpx import HTTPXMock
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.scheduled_feeds import record
from royal_cli.commerce.catalog.scheduled_feeds.kept import kept
from royal_cli.commerce.catalog.scheduled_feeds.register import change_feed, disabled, merged
from royal_cli.commerce.catalog.scheduled_feeds.runs import active_names, due_names, run_feeds, try_feed
from royal_cli.commerce.lock import catalogue_lock, feed_lock
from royal_cli.commerce.undo import undo
from royal_cli.db.feeds import ProductFeed
from royal_cli.errors import NotFound
from tests.commerce.catalog.scheduled_feeds import feeds
from tests.commerce.catalog.scheduled_feeds.feeds import ADDRESS, DEARER, FREE, MUGS, add, prices, run, shown, stored

impatient = feeds.impatient
ETAG = {"ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
NOW = datetime.now(UTC)


def asked(httpx_mock: HTTPXMock) -> list[str | None]:
    """The version that each request named."""
    return [request.headers.get("If-None-Match") for request in httpx_mock.get_requests()]


def test_what_is_new_is_imported_and_kept(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=ADDRESS, content=MUGS, headers=ETAG)
    add(engine)

    done = run(engine)

    assert (done.status, done.error, done.bytes) == ("imported", None, len(MUGS))
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    found = shown(engine)
    assert found.kept_copy
    assert found.kept_copy.read_bytes() == MUGS
    assert (found.status, found.failures, found.last_operation) == (
        "imported", 0, done.summary and done.summary.operation,
    )  # fmt: skip
    (entry,) = found.runs
    assert (entry.read, entry.created, entry.rejected, entry.operation) == (2, 2, 0, found.last_operation)
    with engine.connect() as connection:
        source = connection.scalar(text("SELECT source FROM operations WHERE kind = 'product.import'"))
    assert source == f"deboer ({ADDRESS})"


def test_a_server_with_nothing_new_ends_the_run(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS, headers=ETAG)
    httpx_mock.add_response(status_code=304)
    add(engine)
    run(engine)

    done = run(engine)

    assert (done.status, done.summary) == ("not_modified", None)
    assert asked(httpx_mock) == [None, '"1"']
    assert [entry.status for entry in shown(engine).runs] == ["not_modified", "imported"]


def test_the_same_bytes_are_not_imported_again_but_with_force(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS, is_reusable=True)
    add(engine)
    first = run(engine)
    changed_at = shown(engine).last_changed_at
    undo(engine, str(first.summary and first.summary.operation), wait=0)

    assert run(engine).status == "unchanged"
    assert prices(engine) == {}
    assert run(engine, force=True).status == "imported"
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    assert shown(engine).last_changed_at == changed_at


def test_other_bytes_that_say_the_same_change_nothing(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS)
    httpx_mock.add_response(content=MUGS.replace(b"\n", b"\r\n"))
    add(engine)
    run(engine)

    done = run(engine)

    assert (done.status, done.summary and done.summary.operation) == ("unchanged", None)
    assert kept(engine.url, "deboer").previous.read_bytes() == MUGS


def test_a_feed_that_is_read_in_another_way_is_fetched_and_imported_again(
    engine: Engine, httpx_mock: HTTPXMock, tmp_path: Path
) -> None:
    profile = tmp_path / "deboer.toml"
    profile.write_text('[columns]\n"sku" = "sku"\n"title" = "title"\n"price" = "price"\n')
    httpx_mock.add_response(content=MUGS, headers=ETAG, is_reusable=True)
    add(engine, profile=str(profile))
    run(engine)
    profile.write_text(profile.read_text() + '[constants]\nvendor = "De Boer"\n')

    assert run(engine).status == "imported"
    change_feed(engine, "deboer", lambda feed: merged(feed, {}, {"currency": "USD"}, []))
    assert run(engine, allow=frozenset({"price"})).status == "imported"
    assert asked(httpx_mock) == [None, None, None]
    with engine.connect() as connection:
        found = connection.execute(text("SELECT DISTINCT p.vendor, v.currency FROM products p, product_variants v"))
        assert found.all() == [("De Boer", "USD")]


def test_a_stopped_import_leaves_everything_and_is_fetched_again(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS, headers=ETAG)
    httpx_mock.add_response(content=FREE, headers={"ETag": '"2"'}, is_reusable=True)
    add(engine)
    run(engine)

    stopped = run(engine)

    assert stopped.status == "refused"
    assert stopped.error
    assert stopped.error.exit_code == 7
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    assert kept(engine.url, "deboer").latest.read_bytes() == MUGS
    assert run(engine, allow=frozenset({"zero", "price"})).status == "imported"
    assert asked(httpx_mock) == [None, '"1"', '"1"']
    assert prices(engine) == {"MUG-RED": 0, "MUG-BLU": 0}


def test_a_check_that_a_feed_may_always_exceed_passes(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS)
    httpx_mock.add_response(content=FREE)
    add(engine, options={"allow": ["zero", "price"]})

    assert [run(engine).status, run(engine).status] == ["imported", "imported"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Back soon!</body></html>", "is a web page"),
        (gzip.compress(MUGS * 9, mtime=0)[:-12], "in the middle of its compressed data"),
        (b"\n \n\n", "nothing but blank lines"),
    ],
)
def test_what_is_not_the_feed_leaves_the_last_good_copy(
    engine: Engine, httpx_mock: HTTPXMock, content: bytes, sentence: str
) -> None:
    httpx_mock.add_response(content=MUGS, headers=ETAG)
    httpx_mock.add_response(content=content, headers={"ETag": '"2"'})
    httpx_mock.add_response(status_code=304)
    add(engine)
    run(engine)

    done = run(engine)

    assert done.status == "failed"
    assert done.error
    assert (done.error.exit_code, done.error.retryable) == (8, True)
    assert sentence in done.error.message
    assert kept(engine.url, "deboer").latest.read_bytes() == MUGS
    assert (stored(engine).etag, stored(engine).consecutive_failures) == ('"1"', 1)
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    assert run(engine).status == "not_modified"
    assert stored(engine).consecutive_failures == 0


@pytest.mark.parametrize(("status", "code"), [(401, 4), (403, 4), (404, 5), (410, 5), (503, 8), (418, 1)])
@pytest.mark.usefixtures("impatient")
def test_every_failure_of_a_server_has_its_exit_code(
    sqlite_engine: Engine, httpx_mock: HTTPXMock, status: int, code: int
) -> None:
    httpx_mock.add_response(status_code=status, is_reusable=True)
    add(sqlite_engine)

    done = run(sqlite_engine)

    assert done.status == "failed"
    assert done.error
    assert done.error.exit_code == code
    assert shown(sqlite_engine).runs[0].error == done.error.message


def test_a_feed_of_which_no_row_can_be_read_is_not_the_last_good_one(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS)
    httpx_mock.add_response(content=MUGS.replace(b"12.50", b"cheap"))
    add(engine)
    run(engine)

    done = run(engine)

    assert done.status == "failed"
    assert "not one of its 2 rows can be imported (line 2: not_a_number)" in str(done.error)
    assert kept(engine.url, "deboer").latest.read_bytes() == MUGS


def test_rejected_rows_wait_beside_the_copies(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS.replace(b"Blue mug,12.50", b"Blue mug,cheap"))
    httpx_mock.add_response(content=MUGS)
    add(engine)

    done = run(engine)

    assert done.status == "rejected_some"
    rejects = kept(engine.url, "deboer").rejects
    assert rejects.read_text().splitlines()[1].endswith("MUG-BLU,Blue mug,cheap")
    run(engine)
    assert not rejects.exists()


def test_the_kept_copy_is_imported_again(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS)
    httpx_mock.add_response(status_code=404)
    add(engine)
    with pytest.raises(NotFound, match="No copy of what was last imported"):
        raise run(engine, last_good=True).error or AssertionError
    first = run(engine)
    run(engine)
    undo(engine, str(first.summary and first.summary.operation), wait=0)

    assert run(engine, last_good=True).status == "imported"
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1250}
    assert (stored(engine).last_status, stored(engine).consecutive_failures) == ("failed", 1)


def test_a_dry_run_keeps_and_writes_nothing(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS, headers=ETAG)
    add(engine)

    done = run(engine, dry_run=True)

    assert (done.status, done.summary and done.summary.rows.created) == ("imported", 2)
    assert (prices(engine), shown(engine).runs, stored(engine).etag) == ({}, [], None)
    assert not kept(engine.url, "deboer").latest.exists()


def test_a_feed_is_tried_before_it_is_added(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(content=MUGS)
    httpx_mock.add_response(status_code=404)
    row = ProductFeed(name="deboer", source=ADDRESS, options={})

    assert try_feed(engine, row, feeds.request()).rows.created == 2
    with pytest.raises(NotFound, match="There is nothing at deboer"):
        try_feed(engine, row, feeds.request())
    assert not kept(engine.url, "deboer").folder.exists()


def test_a_secret_is_sent_and_told_to_nobody(engine: Engine, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=f"{ADDRESS}?token=t0ps3cret", match_headers={"X-Key": "k3y"}, content=MUGS)
    httpx_mock.add_response(status_code=302, headers={"Location": "ftp://t0ps3cret.example/"})
    add(engine, f"{ADDRESS}?token=${{TOKEN}}", headers={"X-Key": "${KEY}"})
    environ = {"TOKEN": "t0ps3cret", "KEY": "k3y"}

    assert run(engine, environ=environ).status == "imported"
    assert run(engine, environ=environ).status == "failed"

    with engine.connect() as connection:
        tables = ("product_feeds", "product_feed_runs", "operations", "changes")
        rows = [row for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert not [secret for secret in environ.values() if secret in str(rows)]


def test_a_file_is_a_feed_as_well(engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "mugs.csv.gz"
    add(engine, str(source))
    assert str(run(engine).error).endswith(f"there is no file {source}.")
    source.write_bytes(gzip.compress(MUGS, mtime=0))

    assert [run(engine).status, run(engine).status] == ["imported", "unchanged"]
    source.write_bytes(gzip.compress(DEARER))
    assert run(engine).status == "imported"
    assert prices(engine) == {"MUG-RED": 1250, "MUG-BLU": 1300}


def test_a_complete_feed_archives_what_it_does_not_have(engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "mugs.csv"
    source.write_bytes(b"sku,title,price\n" + b"".join(b"CUP-%d,Cup,1.00\n" % n for n in range(10)))
    add(engine, str(source), options={"complete": True})
    run(engine)
    source.write_bytes(source.read_bytes().replace(b"CUP-9,Cup,1.00\n", b""))

    done = run(engine)

    assert done.summary
    assert (done.status, done.summary.archived) == ("imported", 1)


def test_one_feed_that_fails_does_not_stop_the_others(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "mugs.csv").write_bytes(MUGS)
    add(engine, str(tmp_path / "gone.csv"), name="first")
    add(engine, str(tmp_path / "mugs.csv"), name="second")

    done = list(run_feeds(engine, ["first", "second", "first"], feeds.request()))

    assert [(each.name, each.status) for each in done] == [("first", "failed"), ("second", "imported")]
    with pytest.raises(NotFound, match="There is no feed third"):
        list(run_feeds(engine, ["second", "third"], feeds.request()))


def test_a_feed_is_run_by_one_at_a_time(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "mugs.csv").write_bytes(MUGS)
    add(engine, str(tmp_path / "mugs.csv"))
    copies = kept(engine.url, "deboer")
    copies.make()

    with feed_lock(engine, stored(engine).id or 0, "deboer", copies.lock, 0, print):
        done = run(engine)

    assert done.status == "locked"
    assert done.error
    assert (done.error.exit_code, done.error.message) == (9, "Somebody else is running the feed deboer.")
    with catalogue_lock(engine, 0, print):
        assert run(engine).status == "locked"
    assert (shown(engine).runs, stored(engine).consecutive_failures) == ([], 0)
    assert run(engine).status == "imported"


def test_a_disabled_feed_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    add(engine, str(tmp_path / "gone.csv"), every_minutes=60)
    change_feed(engine, "deboer", disabled, "disable")

    assert run(engine).status == "disabled"
    assert (active_names(engine), due_names(engine, NOW + timedelta(days=1))) == ([], [])


def test_only_what_is_due_is_run(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "mugs.csv").write_bytes(MUGS)
    for name, every in (("hourly", 60), ("daily", 1440), ("by-hand", None)):
        add(engine, str(tmp_path / "mugs.csv"), name=name, every_minutes=every)
    now = datetime.now(UTC)

    assert due_names(engine, now) == ["hourly", "daily"]
    for name in due_names(engine, now):
        run(engine, name)
    assert due_names(engine, now) == []
    assert due_names(engine, now + timedelta(hours=2)) == ["hourly"]
    assert run(engine, "hourly", only_due=True).status == "not_due"


def test_the_log_is_as_long_as_it_may_be(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "KEPT_RUNS", 2)
    (tmp_path / "mugs.csv").write_bytes(MUGS)
    add(engine, str(tmp_path / "mugs.csv"))
    for _ in range(4):
        run(engine)

    assert [entry.status for entry in shown(engine).runs] == ["unchanged", "unchanged"]
