"""Hands parcels over to their carriers, and notes when they arrived."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.at_hand import AtHand, require_open
from royal_cli.commerce.orders.flow.carriers import Tracking
from royal_cli.commerce.orders.flow.fulfill import Fulfilled, Packed, Packing, nothing_open, pack, told
from royal_cli.commerce.orders.flow.parcels import Parcel, parcels, the_parcel
from royal_cli.commerce.orders.flow.running import on_one
from royal_cli.errors import Conflict, UsageError

Confirm = Callable[[Fulfilled], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """Which parcel, and how what is not packed yet is packed."""

    packing: Packing
    parcel: int | None = None
    delivered: bool = False
    #: Change what was said of a parcel that has been handed over.
    correct: bool = False


def ship(
    engine: Engine, number: str, channel: str | None, shipping: Shipping, asked: Asked, confirm: Confirm = None
) -> Fulfilled:
    """Hand over what is packed; where nothing is, all that is open is packed first.

    Conflict where it has been handed over already: of two operators the second one is told.
    """
    if shipping.delivered and shipping.correct:
        raise UsageError("--delivered and --correct are two things.", hint="Type one after the other.")
    if (shipping.delivered or shipping.correct) and (shipping.packing.lines or shipping.packing.location):
        raise UsageError("That is said of whole parcels, not of lines.", hint="Name the parcel with --parcel.")

    def work(hand: Hand, order: AtHand) -> Fulfilled:
        said = shipping.packing.tracking(order)
        if shipping.delivered:
            ids = _deliver(hand, order, shipping.parcel)
            return told(hand, asked, order, ids, 0, [])
        if shipping.correct:
            ids = [_correct(hand, order, shipping.parcel, said)]
            return told(hand, asked, order, ids, 0, [])
        packed = _packed(hand, order, shipping)
        _hand_over(hand, packed.ids, said)
        return told(hand, asked, order, packed.ids, packed.units, packed.left_out)

    parameters = {"parcel": shipping.parcel, "delivered": shipping.delivered, "correct": shipping.correct}
    found, operation = on_one(engine, "ship", number, channel, asked, work, confirm, parameters)
    return replace(found, operation=operation)


def _packed(hand: Hand, order: AtHand, shipping: Shipping) -> Packed:
    """The parcels that wait, or those that are packed now."""
    found = parcels(hand.connection, order)
    waiting = [one for one in found if one.status == "packed"]
    if shipping.parcel is not None:
        one = the_parcel(order, found, shipping.parcel)
        if one.status != "packed":
            raise _gone(order, one)
        waiting = [one]
    require_open(order, unknown_is_open=shipping.packing.unknown_is_open)
    if waiting and shipping.packing.lines:
        raise Conflict(
            f"Parcel {waiting[0].number} of order {order.number} is packed already.",
            hint="--line says what to pack: ship what waits first, or pack more with `royal order fulfill`.",
        )
    if not waiting:
        if not order.open_lines and found:
            raise _gone(order, found[-1])
        if not order.open_lines:
            raise nothing_open(hand, order)
        return pack(hand, order, replace(shipping.packing, carrier=None, number=None, link=None))
    return Packed([one.id for one in waiting])


def _gone(order: AtHand, parcel: Parcel) -> Conflict:
    how = " ".join(part for part in (parcel.carrier, parcel.tracking_number) if part)
    when = f" on {parcel.shipped_at:%Y-%m-%d %H:%M} UTC" if parcel.shipped_at else ""
    return Conflict(
        f"Parcel {parcel.number} of order {order.number} was handed over already{when}{f' ({how})' if how else ''}.",
        hint="--correct changes its carrier, number or link.",
    )


def _hand_over(hand: Hand, ids: Sequence[int], said: Tracking) -> None:
    if len(ids) > 1 and (said.number or said.link):
        raise Conflict(
            f"{len(ids)} parcels wait: one tracking number cannot be that of all of them.",
            hint="Say which one it is for: --parcel 1",
        )
    _say(hand, ids, said)
    hand.set_values("fulfillments", "status", dict.fromkeys(ids, "shipped"))
    hand.set_values("fulfillments", "shipped_at", dict.fromkeys(ids, hand.moment))


def _say(hand: Hand, ids: Sequence[int], said: Tracking) -> None:
    """What is not said stays as it was."""
    for field, value in (("carrier", said.carrier), ("tracking_number", said.number), ("tracking_url", said.link)):
        if value:
            hand.set_values("fulfillments", field, dict.fromkeys(ids, value))


def _deliver(hand: Hand, order: AtHand, number: int | None) -> list[int]:
    found = parcels(hand.connection, order)
    chosen = [the_parcel(order, found, number)] if number is not None else found
    waiting = [one for one in chosen if one.status == "packed"]
    ids = [one.id for one in chosen if one.status == "shipped"]
    if waiting and (number is not None or not ids):
        raise Conflict(
            f"Parcel {waiting[0].number} of order {order.number} has not been handed over yet.",
            hint=f"royal order ship {order.number} hands it over.",
        )
    if not chosen:
        raise Conflict(f"Nothing of order {order.number} has been sent yet.")
    hand.set_values("fulfillments", "status", dict.fromkeys(ids, "delivered"))
    hand.set_values("fulfillments", "delivered_at", dict.fromkeys(ids, hand.moment))
    return ids or [one.id for one in chosen]


def _correct(hand: Hand, order: AtHand, number: int | None, said: Tracking) -> int:
    found = [one for one in parcels(hand.connection, order) if one.status != "packed"]
    if not said.is_said:
        raise UsageError("Nothing says what is to be corrected.", hint="Add --carrier, --number or --link.")
    if number is None and len(found) != 1:
        raise Conflict(f"Order {order.number} has {len(found)} parcels that left.", hint="Say which one: --parcel 1")
    parcel = found[0] if number is None else the_parcel(order, found, number)
    _say(hand, [parcel.id], said)
    return parcel.id
