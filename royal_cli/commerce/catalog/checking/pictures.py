"""Images that do not answer: each address is asked once, whatever the number of products that show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, Connection, func, literal, select

from royal_cli.commerce.catalog.checking.check import ELSEWHERE, Check, advice, error, on_sale, warning
from royal_cli.commerce.catalog.checking.facts import IMAGES, P, V
from royal_cli.commerce.catalog.checking.scan import Hit, Numbered, Scan
from royal_cli.commerce.catalog.checking.told import addresses, is_whole_address
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS

if TYPE_CHECKING:
    from royal_cli.connectors.images import Answer

_OTHERWISE = "upload it again, or give another address"

#: By the verdict on the address.
CHECKS: dict[str, Check] = {
    "gone": error("image_gone", "image", ELSEWHERE, "There is no image at the address.", _OTHERWISE),
    "other": error("image_type", "image", ELSEWHERE, "At the address is something else than an image.", _OTHERWISE),
    "silent": warning(
        "image_silent", "image", ELSEWHERE, "The address of the image does not answer.",
        "try again later, then look at it",
    ),
    "private": warning(
        "image_private", "image", ELSEWHERE, "The address of the image is within a private network, and was not asked.",
        "give an address that channels can reach; --allow-private asks it",
    ),
    "odd_size": advice(
        "image_size", "image", ELSEWHERE, "The image is very small, or larger than channels take.", "give a better one"
    ),
}  # fmt: skip

Answers = Callable[[Iterable[str]], Iterator["Answer"]]


class Shown(NamedTuple):
    """By which product, or which variant of it, an image is shown."""

    product_id: int
    variant_id: int
    product: str
    sku: str


@dataclass(slots=True)
class Pictures:
    """What was found of the images; if `interrupted`, of those that had answered by then."""

    hits: list[Hit] = field(default_factory=list)
    asked: int = 0
    addresses: int = 0
    interrupted: bool = False


def look(
    connection: Connection,
    scan: Scan,
    checks: Sequence[Numbered],
    answers: Answers,
    progress: Callable[[int, int], None],
) -> Pictures:
    """Ask for all images. `progress` is told how many have answered, of how many."""
    places = {one.check.code: one.place for one in checks}
    shown = _shown(connection, scan)
    found = Pictures(addresses=len(shown))
    try:
        for found.asked, answer in enumerate(answers(list(shown)), 1):
            progress(found.asked, len(shown))
            check = CHECKS.get(answer.verdict.value)
            if check and check.code in places:
                told = f"{answer.address}: {answer.told}"
                found.hits += (Hit(*by[:2], places[check.code], *by[2:], told) for by in shown[answer.address])
    except KeyboardInterrupt:
        found.interrupted = True
    found.hits.sort()
    return found


def _shown(connection: Connection, scan: Scan) -> dict[str, list[Shown]]:
    """Each whole address with all that show it."""
    of: dict[str, list[Shown]] = defaultdict(list)
    live = [] if scan.every_status else [func.coalesce(P.status, "") != "archived"]
    products = select(P.id, literal(0, BigInteger), P.sku, P.sku, IMAGES).where(IMAGES.is_not(None), *live)
    for *by, images in connection.execute(products.where(*scan.conditions)):
        for address in filter(is_whole_address, dict.fromkeys(addresses(images))):
            of[address].append(Shown(*by))
    known = {address: {by.product_id for by in shown} for address, shown in of.items()}
    live = [] if scan.every_status else [on_sale()]
    variants = select(P.id, V.id, P.sku, V.sku, V.image_url).select_from(PRODUCTS.join(VARIANTS))
    for *by, address in connection.execute(variants.where(V.image_url.is_not(None), *live, *scan.conditions)):
        if is_whole_address(address) and by[0] not in known.get(address, ()):
            of[address].append(Shown(*by))
    return of
