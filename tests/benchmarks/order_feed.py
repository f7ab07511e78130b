"""Writes the orders of the benchmarks: a line per row, twenty to an order, the same at every run."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

HEADER = ("order", "date", "sku", "title", "quantity", "price", "currency", "customer", "email", "country")
LINES_PER_ORDER = 20

_BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
_THINGS = tuple(
    (f"{noun[:3].upper()}-{colour[:3].upper()}-{size:03d}", f"{colour} {noun.lower()}, {size} cm")
    for noun, colour, size in product(
        ("Table", "Chair", "Lamp", "Shelf", "Bowl", "Blanket", "Basket", "Mirror", "Kettle", "Vase"),
        ("Natural", "Black", "White", "Moss", "Clay", "Smoke", "Amber", "Blue"),
        range(10, 135, 3),
    )
)
_COUNTRIES = ("NL", "DE", "FR", "BE", "GB", "ES", "IT", "PL")


def write(path: Path, lines: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(lines))


def rows(lines: int) -> Iterator[tuple[object, ...]]:
    """Every fourth order is of somebody who has ordered before."""
    random = Random(20_260_101).random
    for number in range(lines):
        order, place = divmod(number, LINES_PER_ORDER)
        if place == 0:
            buyer = int(random() * order) if order % 4 == 3 else order
            placed = (_BEGIN + timedelta(minutes=37 * order)).isoformat()
        code, title = _THINGS[int(random() * len(_THINGS))]
        cents = 250 + int(random() * 40_000)
        yield (
            f"R{order:07d}",
            placed,
            code,
            title,
            1 + int(random() * 6),
            f"{cents // 100}.{cents % 100:02d}",
            "EUR",
            f"C{buyer:06d}",
            f"buyer{buyer:06d}@mail.example",
            _COUNTRIES[buyer % len(_COUNTRIES)],
        )
