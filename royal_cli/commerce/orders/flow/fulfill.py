"""Packs parcels: reserved units leave the house, and what is not reserved yet is taken at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.allocate import Incomplete, left
from royal_cli.commerce.orders.flow.asked import Units, share_out
from royal_cli.commerce.orders.flow.at_hand import AtHand, Line, require_open
from royal_cli.commerce.orders.flow.carriers import Tracking, tracking
from royal_cli.commerce.orders.flow.parcels import ParcelRow, add_parcel, parcels, rows
from royal_cli.commerce.orders.flow.planning import Missing, Plan, plan
from royal_cli.commerce.orders.flow.reserving import Taken, send
from royal_cli.commerce.orders.flow.running import LeftOut, on_one
from royal_cli.commerce.orders.flow.shelves import sending_location
from royal_cli.commerce.stock.moving import Move, move_as_part
from royal_cli.errors import Conflict

#: What `--without-stock` packs: nobody counts it.
_UNCOUNTED = ("unmatched", "unknown_stock")


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """What was packed or handed over, or with `dry_run` would be. `still_open` are units that stay to be sent."""

    operation: str | None
    dry_run: bool
    order: str
    units: int
    still_open: int
    parcels: list[ParcelRow]
    left_out: list[LeftOut]


Confirm = Callable[[Fulfilled], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """What goes into parcels, and how. Without `lines` it is all that is open."""

    lines: Sequence[Units] = ()
    location: str | None = None
    #: Pack what there is of it.
    partial: bool = False
    #: Also pack what nobody has said the stock of: nothing is taken off for it.
    without_stock: bool = False
    unknown_is_open: bool = False
    carrier: str | None = None
    number: str | None = None
    link: str | None = None

    def tracking(self, order: AtHand) -> Tracking:
        return tracking(self.carrier, self.number, self.link, order.shipping_address)


def fulfill(
    engine: Engine, number: str, channel: str | None, packing: Packing, asked: Asked, confirm: Confirm = None
) -> Fulfilled:
    """Pack an order, or some of it, a parcel per location. Conflict where not all of it is there."""

    def work(hand: Hand, order: AtHand) -> Fulfilled:
        require_open(order, unknown_is_open=packing.unknown_is_open)
        packed = pack(hand, order, packing)
        return told(hand, asked, order, packed.ids, packed.units, packed.left_out)

    parameters = {"lines": {one.name: one.units for one in packing.lines}, "location": packing.location}
    found, operation = on_one(engine, "fulfill", number, channel, asked, work, confirm, parameters)
    return replace(found, operation=operation)


@dataclass(slots=True)
class Packed:
    ids: list[int] = field(default_factory=list)
    units: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


def pack(hand: Hand, order: AtHand, packing: Packing) -> Packed:
    """Make the parcels, inside an operation."""
    wanted = _wanted(hand, order, packing)
    location_id = sending_location(hand.connection, packing.location)
    taken = list(_from_reserved(order, wanted, location_id))
    missing = _on_backorder(hand, order, taken)
    left = _less(wanted, ((one.held.line_id, one.units) for one in taken))
    left = _less(left, ((line_id, _elsewhere(order, line_id, location_id)) for line_id in left))
    planned = plan(hand.connection, order, left, location_id=location_id, may_wait=False)
    uncounted = [one for one in planned.missing if packing.without_stock and one.code in _UNCOUNTED]
    missing += [one for one in planned.missing if one not in uncounted]
    missing += _reserved_elsewhere(order, wanted, left, taken, location_id)
    if missing and not packing.partial:
        hints = "--partial packs what there is."
        if any(one.code in _UNCOUNTED for one in missing):
            hints = "--without-stock packs what nobody counts as well. " + hints
        raise Incomplete(order, missing, "packed", hints)
    waiting = {one.line.id for one in missing if one.code == "backorder"}
    taken = [one for one in taken if one.held.line_id not in waiting]
    return _pack(hand, order, packing, taken, planned, uncounted, location_id, missing)


def _wanted(hand: Hand, order: AtHand, packing: Packing) -> Mapping[int, int]:
    if packing.lines:
        return share_out(order, packing.lines, lambda line: line.open, "still to be sent")
    if not order.open_lines:
        raise nothing_open(hand, order)
    return {line.id: line.open for line in order.open_lines}


def nothing_open(hand: Hand, order: AtHand) -> Conflict:
    """Everything has been packed: says by which parcels."""
    found = parcels(hand.connection, order)
    if not found:
        return Conflict(f"Order {order.number} has nothing left to send.")
    last = found[-1]
    how = " ".join(part for part in (last.carrier, last.tracking_number) if part)
    what = f"parcel {last.number} is {last.status}{f' ({how})' if how else ''}"
    hint = f"Hand it over: royal order ship {order.number}" if last.status == "packed" else None
    return Conflict(f"Order {order.number} has nothing left to pack: {what}.", hint=hint)


def _from_reserved(order: AtHand, wanted: Mapping[int, int], location_id: int | None) -> Iterable[Taken]:
    """What was picked goes first."""
    left = dict(wanted)
    for held in sorted(order.reserved, key=lambda held: (-held.picked, held.id)):
        units = min(left.get(held.line_id, 0), held.quantity) if location_id in (None, held.location_id) else 0
        if units:
            left[held.line_id] -= units
            yield Taken(held, units)


def _elsewhere(order: AtHand, line_id: int, location_id: int | None) -> int:
    """Units of a line that are reserved at other locations than the one that packs."""
    held = order.reserved_of(order.line(line_id))
    return sum(one.quantity for one in held if location_id not in (None, one.location_id))


def _less(units: Mapping[int, int], less: Iterable[tuple[int, int]]) -> dict[int, int]:
    left = dict(units)
    for line_id, count in less:
        left[line_id] -= count
    return {line_id: count for line_id, count in left.items() if count > 0}


def _reserved_elsewhere(
    order: AtHand, wanted: Mapping[int, int], left: Mapping[int, int], taken: Sequence[Taken], location_id: int | None
) -> list[Missing]:
    found = []
    here = _less(wanted, ((one.held.line_id, one.units) for one in taken))
    for line_id, units in here.items():
        away = units - left.get(line_id, 0)
        if away > 0:
            line = order.line(line_id)
            names = ", ".join(one.location for one in order.reserved_of(line) if one.location_id != location_id)
            found.append(Missing(line, away, "elsewhere", f"{away} reserved at {names}"))
    return found


def _on_backorder(hand: Hand, order: AtHand, taken: Sequence[Taken]) -> list[Missing]:
    """What was sold before it was there cannot be packed before it has come."""
    here: dict[tuple[int, int], int] = {}
    found = []
    for one in taken:
        line = order.line(one.held.line_id)
        place = line.variant_id or 0, one.held.location_id
        if place not in here:
            here[place] = _on_shelf(hand, *place)
        here[place] -= one.units
        if here[place] < 0:
            why = f"{-here[place]} on backorder, not at {one.held.location} yet"
            found.append(Missing(line, one.units, "backorder", why))
    return found


def _on_shelf(hand: Hand, variant_id: int, location_id: int) -> int:
    """What can be sent lies on the shelf, reserved or not."""
    statement = text(
        "SELECT available + committed FROM inventory_levels WHERE product_variant_id = :variant"
        " AND location_id = :location"
    )
    return int(hand.connection.scalar(statement, {"variant": variant_id, "location": location_id}) or 0)


def _pack(
    hand: Hand,
    order: AtHand,
    packing: Packing,
    taken: Sequence[Taken],
    planned: Plan,
    uncounted: Sequence[Missing],
    location_id: int | None,
    missing: Sequence[Missing],
) -> Packed:
    contents: dict[int | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in taken:
        contents[one.held.location_id][one.held.line_id] += one.units
    for part in planned.route.parts:
        contents[part.place.id][part.line_id] += part.units
    beside = next(iter(contents), location_id)  # what nobody counts goes into the first parcel that there is
    for lacking in uncounted:
        contents[beside][lacking.line.id] += lacking.units
    said = packing.tracking(order)
    if len(contents) > 1 and said.is_said:
        raise Conflict(
            f"Order {order.number} takes {len(contents)} parcels, from different locations: each has its own tracking.",
            hint="Pack it first, then say it with `royal order ship --parcel 1`; or pack from one --location.",
        )
    send(hand, order, taken)
    _sell(hand, order, planned)
    packed = Packed(left_out=[left(order, one) for one in missing])
    sent: dict[int, int] = defaultdict(int)
    for place, lines in contents.items():
        packed.ids.append(add_parcel(hand, order, place, lines, said))
        for line_id, units in lines.items():
            sent[line_id] += units
    counts = {line_id: str(order.line(line_id).fulfilled + units) for line_id, units in sent.items()}
    hand.set_values("order_line_items", "fulfilled_quantity", counts)
    packed.units = sum(sent.values())
    return packed


def _sell(hand: Hand, order: AtHand, planned: Plan) -> None:
    """What was not reserved leaves at once."""
    for part in sorted(planned.route.parts, key=lambda part: (part.line_id, part.place.id)):
        line: Line = order.line(part.line_id)
        assert line.variant_id is not None
        gone = Move(
            variant_id=line.variant_id,
            location_id=part.place.id,
            type="sale",
            available=-part.units,
            reference_type="order",
            reference_id=order.id,
            reason=f"sent with order {order.number}",
        )
        if move_as_part(hand, gone, floor=planned.floors[line.variant_id, part.place.id]) is None:
            raise Conflict(f"{line.name}: somebody else has just taken what order {order.number} needs.")


def told(
    hand: Hand, asked: Asked, order: AtHand, ids: Iterable[int], units: int, left_out: Sequence[LeftOut]
) -> Fulfilled:
    still_open = hand.connection.scalar(
        text(
            "SELECT sum(quantity - fulfilled_quantity - cancelled_quantity) FROM order_line_items"
            " WHERE order_id = :order AND kind = 'product' AND quantity > 0"
        ),
        {"order": order.id},
    )
    found = rows(hand.connection, order, ids)
    return Fulfilled(None, asked.dry_run, order.number, units, int(still_open or 0), found, list(left_out))
