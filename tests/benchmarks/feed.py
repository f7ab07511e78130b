"""Writes the feed of the benchmarks: a supplier's table, as large as wanted, the same at every run."""

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

HEADER = (
    "sku", "title", "description", "vendor", "type", "tags", "category", "price", "compare at price", "cost", "gtin",
    "weight (g)", "stock", "image", "status",
)  # fmt: skip

_NOUNS = ("Table", "Chair", "Lamp", "Shelf", "Bowl", "Blanket", "Basket", "Mirror", "Kettle", "Vase", "Stool", "Clock")
_MATERIALS = ("Oak", "Walnut", "Beech", "Linen", "Wool", "Steel", "Brass", "Glass", "Rattan", "Stoneware")
_COLOURS = ("Natural", "Black", "White", "Moss", "Clay", "Smoke", "Amber", "Blue")
_VENDORS = ("Nordlicht", "Casa Verde", "Atelier Roux", "Hayfield & Sons", "Mokume", "De Werkplaats")
_ROOMS = ("Living room", "Dining room", "Bedroom", "Kitchen", "Hall", "Study", "Bathroom", "Garden")
_LINES = ("Classic", "Studio", "Everyday", "Workshop")
_OPENINGS = ("Made to be used every day", "Turned and finished by hand", "Woven in small runs", "Cast in one piece")
_MIDDLES = (
    "from materials that age well and can be repaired",
    "with rounded edges, flush joints and no visible screws",
    "so that it stands level on floors that are not",
    "in the same workshop since 1962, four people in all",
)
_CARES = (
    "wipe it with a damp cloth, never with anything that scours",
    "keep it out of the rain and away from radiators",
    "oil it twice a year, thinly, and rub it dry",
)
_ENDS = (
    "Ships flat in a box of recycled card, with the tools that it needs.",
    "Spare parts are kept for ten years and cost what they cost us.",
    "Colours differ a little from piece to piece, as they should.",
)

_DESCRIPTIONS = tuple(
    f"{opening}, {middle}. For its care: {care}. {end} "
    "It arrives assembled, with all that is needed to put it up; its box measures"
    for opening, middle, care, end in product(_OPENINGS, _MIDDLES, _CARES, _ENDS)
)
_CATEGORIES = tuple(f"Home > {room} > {noun}s > {line}" for room, noun, line in product(_ROOMS, _NOUNS, _LINES))
_TAGS = tuple(f"{material.lower()}, {room.lower()}, new" for material, room in product(_MATERIALS, _ROOMS))


def write(path: Path, count: int, *, changed: bool = False) -> None:
    """Write the feed; the changed one has another price and stock in every tenth row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count, changed=changed))


def rows(count: int, *, changed: bool = False) -> Iterator[tuple[object, ...]]:
    random = Random(20_260_101).random
    for number in range(count):
        noun = _NOUNS[number % len(_NOUNS)]
        material = _MATERIALS[int(random() * len(_MATERIALS))]
        colour = _COLOURS[int(random() * len(_COLOURS))]
        cost = 300 + int(random() * 20_000)
        price = cost * 2 - cost % 10
        stock = int(random() * 400)
        compare_at = _cents(price + 1_000) if random() < 0.25 else ""
        is_known = random() < 0.95
        size = int(random() * 8_000)
        text = _DESCRIPTIONS[int(random() * len(_DESCRIPTIONS))]
        if changed and number % 10 == 7:
            price, stock = price + 5, stock + 12
        yield (
            f"{noun[:3].upper()}-{number:07d}-{colour[:3].upper()}",
            f"{material} {noun} {colour} No. {number:07d}",
            f"{text} {size // 89} × {size % 89 + 20} × {size % 61 + 5} cm.",
            _VENDORS[number % len(_VENDORS)],
            noun,
            _TAGS[int(random() * len(_TAGS))],
            _CATEGORIES[int(random() * len(_CATEGORIES))],
            _cents(price),
            compare_at,
            _cents(cost),
            gtin(number) if is_known else "",
            50 + int(random() * 9_950),
            stock,
            f"https://img.example.com/{number % 997:03d}/{number:07d}.jpg",
            "active" if random() < 0.97 else "draft",
        )


def _cents(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def gtin(number: int) -> str:
    """A GTIN-13 with the check digit that it must have."""
    digits = f"870{number:09d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
