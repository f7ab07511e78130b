"""Images that do not answer are told of every product that shows them, and asked for once."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Engine

from royal_cli.commerce.catalog.checking.asked import asked
from royal_cli.commerce.catalog.checking.examine import Choice, ask_for_images, in_numbers, one_by_one
from royal_cli.commerce.catalog.checking.pictures import CHECKS
from royal_cli.connectors.images import Answer, Verdict
from royal_cli.db.database import reading, transaction
from tests.commerce.catalog.checking.flawed import add, images, sound

GONE, FINE = "https://cdn.example/gone.jpg", "https://cdn.example/fine.jpg"


def server(addresses: Iterable[str]) -> Iterator[Answer]:
    for address in addresses:
        yield Answer(address, Verdict.gone if address == GONE else Verdict.fine, "the server answers 404")


def made(engine: Engine) -> None:
    with transaction(engine) as session:
        add(session, 1, [sound(1, image_url=GONE)], images=images(FINE, GONE))
        add(session, 2, [sound(2, image_url=GONE)], images=images(FINE, "/not/whole.jpg"))
        add(session, 3, [sound(3, stock={"Main": 0})], images=images(GONE), status="archived")


def test_each_address_is_asked_once_and_told_where_it_is_shown(engine: Engine) -> None:
    made(engine)
    told: list[tuple[int, int]] = []

    wanted = asked(images=True)
    with reading(engine) as session:
        found = ask_for_images(
            session, Choice(), wanted, progress=lambda done, of: told.append((done, of)), answers=server
        )
        rows = list(one_by_one(session, Choice(), wanted, found.hits))
        summary = in_numbers(session, Choice(), wanted, found.hits)

    assert told == [(1, 2), (2, 2)]
    assert (found.asked, found.addresses, found.interrupted) == (2, 2, False)
    assert [(row.sku, row.value) for row in rows if row.code == "image_gone"] == [
        ("table-1", f"{GONE}: the server answers 404"),
        ("TABLE-2", f"{GONE}: the server answers 404"),
    ]
    assert [(row.code, row.count) for row in summary] == [("image_gone", 2), ("image_address", 1)]


def test_an_interruption_leaves_what_was_found_so_far(sqlite_engine: Engine) -> None:
    made(sqlite_engine)

    def interrupted(addresses: Iterable[str]) -> Iterator[Answer]:
        yield Answer(GONE, Verdict.gone, "the server answers 404")
        raise KeyboardInterrupt

    with reading(sqlite_engine) as session:
        found = ask_for_images(session, Choice(), asked(images=True), answers=interrupted)

    assert (found.asked, found.addresses, found.interrupted, len(found.hits)) == (1, 2, True, 2)


def test_every_verdict_but_a_good_one_is_a_finding() -> None:
    assert {verdict.value for verdict in Verdict} - {*CHECKS} == {"fine"}
