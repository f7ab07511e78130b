"""Which locations send an order: the rules one by one, and what holds whatever is where."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.orders.flow import routing
from royal_cli.commerce.orders.flow.distances import UNKNOWN, Way, comparable, way
from royal_cli.commerce.orders.flow.routing import Need, Place, Route, decide

MUG, BOWL, LAMP = 1, 2, 3


def at(name: str, free: dict[int, int], *, priority: int = 1, nearby: Way = UNKNOWN, is_last: bool = False) -> Place:
    return Place(hash(name), name, priority, free, nearby, is_last)


def wants(*needs: tuple[int, int], may_wait: bool = False) -> list[Need]:
    """Variants and units, a line each; the line's id is its place."""
    return [Need(line, variant, units, may_wait) for line, (variant, units) in enumerate(needs)]


def sent(route: Route) -> list[tuple[int, str, int]]:
    return [(part.line_id, part.place.name, part.units) for part in route.parts]


def names(route: Route) -> list[str]:
    return [place.name for place in route.parcels]


def test_the_location_that_is_asked_first_sends_it() -> None:
    route = decide(wants((MUG, 2)), [at("Berlin", {MUG: 9}, priority=2), at("Utrecht", {MUG: 2})])

    assert sent(route) == [(0, "Utrecht", 2)]
    assert [place.name for place in route.passed_over] == ["Berlin"]


def test_one_parcel_from_a_later_location_is_better_than_two() -> None:
    utrecht, berlin = at("Utrecht", {MUG: 9}), at("Berlin", {MUG: 9, BOWL: 9}, priority=2)

    assert sent(decide(wants((MUG, 1), (BOWL, 1)), [utrecht, berlin])) == [(0, "Berlin", 1), (1, "Berlin", 1)]


def test_it_is_split_when_it_must_be_also_within_a_line() -> None:
    route = decide(wants((MUG, 5), (BOWL, 1)), [at("Utrecht", {MUG: 3}), at("Berlin", {MUG: 4, BOWL: 1}, priority=2)])

    assert sent(route) == [(0, "Utrecht", 3), (0, "Berlin", 2), (1, "Berlin", 1)]


def test_a_supplier_sends_only_what_no_own_location_has() -> None:
    own, supplier = at("Main", {MUG: 1}, priority=9), at("Supplier", {MUG: 9, BOWL: 9}, priority=1, is_last=True)

    assert sent(decide(wants((MUG, 1), (BOWL, 1)), [supplier, own])) == [(0, "Main", 1), (1, "Supplier", 1)]


def test_the_nearer_of_two_equal_locations_sends_it() -> None:
    near, far = at("Near", {MUG: 1}, nearby=Way(12.0)), at("Far", {MUG: 9}, nearby=Way(300.0))

    assert names(decide(wants((MUG, 1)), [far, near])) == ["Near"]


def test_where_no_distance_is_known_the_fuller_shelf_does() -> None:
    assert names(decide(wants((MUG, 1)), [at("A", {MUG: 1}), at("B", {MUG: 8})])) == ["B"]


def test_what_nobody_has_is_short_and_waits_only_where_it_may() -> None:
    places = [at("Utrecht", {MUG: 1}), at("Berlin", {BOWL: 5})]

    assert decide(wants((MUG, 3)), places).short == {0: 2}
    waits = decide(wants((MUG, 3), may_wait=True), places)
    assert [(part.place.name, part.units, part.waits) for part in waits.parts] == [
        ("Utrecht", 1, False),
        ("Utrecht", 2, True),
    ]
    assert waits.short == {}
    assert decide(wants((LAMP, 1), may_wait=True), places).short == {0: 1}  # its stock is unknown


def test_two_lines_of_one_variant_share_what_there_is() -> None:
    route = decide(wants((MUG, 2), (MUG, 2)), [at("Utrecht", {MUG: 3})])

    assert sent(route) == [(0, "Utrecht", 2), (1, "Utrecht", 1)]
    assert route.short == {1: 1}


def test_less_than_none_is_nothing() -> None:
    assert decide(wants((MUG, 1)), [at("Utrecht", {MUG: -4})]).short == {0: 1}


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Need], list[Place]]:
    variants = st.integers(1, 3)
    needs = draw(st.lists(st.tuples(variants, st.integers(1, 6)), min_size=1, max_size=4))
    shelves = st.dictionaries(variants, st.integers(-1, 6), max_size=3)
    held = draw(st.lists(st.tuples(shelves, st.integers(0, 2), st.booleans()), max_size=6))
    places = [
        Place(number, f"L{number}", priority, free, is_last=is_last)
        for number, (free, priority, is_last) in enumerate(held)
    ]
    return wants(*needs, may_wait=draw(st.booleans())), places


@given(orders())
def test_nobody_sends_more_than_is_free_or_wanted_and_nothing_free_is_left_while_somebody_is_short(
    case: tuple[list[Need], list[Place]],
) -> None:
    needs, places = case
    route = decide(needs, places)

    for need in needs:
        given_out = sum(part.units for part in route.parts if part.line_id == need.line_id)
        assert given_out + route.short.get(need.line_id, 0) == need.units
    lines = {need.line_id: need.variant_id for need in needs}
    for place in places:
        for variant in (MUG, BOWL, LAMP):
            units = sum(
                part.units
                for part in route.parts
                if part.place.id == place.id and lines[part.line_id] == variant and not part.waits
            )
            assert 0 <= units <= max(place.free.get(variant, 0), 0)
            if any(lines[line] == variant for line in route.short):
                assert units == max(place.free.get(variant, 0), 0)
    assert all(part.units > 0 for part in route.parts)


@given(orders())
def test_there_are_as_few_own_parcels_as_any_choice_could_have(case: tuple[list[Need], list[Place]]) -> None:
    needs, places = case
    route = decide([Need(need.line_id, need.variant_id, need.units) for need in needs], places)
    own = [place for place in places if not place.is_last]

    assert len([place for place in route.parcels if not place.is_last]) == _fewest(needs, own)


def _fewest(needs: list[Need], places: list[Place]) -> int:
    """By trying all sets of locations for one that has as much as all of them together."""
    wanted = {variant: sum(need.units for need in needs if need.variant_id == variant) for variant in (1, 2, 3)}

    def most(chosen: tuple[Place, ...]) -> list[int]:
        return [min(units, sum(max(p.free.get(v, 0), 0) for p in chosen)) for v, units in wanted.items()]

    everything = most(tuple(places))
    sets = (chosen for size in range(len(places) + 1) for chosen in combinations(places, size))
    return next(len(chosen) for chosen in sets if most(chosen) == everything)


def test_many_locations_are_not_all_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has most comes first then; nobody is asked in vain."""
    monkeypatch.setattr(routing, "MOST_TRIES", 0)
    many = [at(f"L{number}", {MUG: 1}) for number in range(30)]

    route = decide(wants((MUG, 7)), [*many, at("Big", {MUG: 5}, priority=3)])

    assert len(route.parcels) == 3
    assert ("Big" in names(route), route.short) == (True, {})


def test_kilometres_come_from_coordinates() -> None:
    """A degree along a meridian is a 360th of the earth's 40,030 km, a quarter of the equator 10,008 km."""
    utrecht = {"latitude": "52.0907", "longitude": "5.1214"}

    assert way(utrecht, {"latitude": 53.0907, "longitude": 5.1214}).km == pytest.approx(111.19, abs=0.01)
    assert way({"latitude": 0, "longitude": 0}, {"latitude": 0, "longitude": 90}).km == pytest.approx(10007.5, abs=0.1)
    assert str(way(utrecht, utrecht)) == "0 km away"


@pytest.mark.parametrize(
    ("here", "there", "says"),
    [
        ({"country_code": "NL", "postal_code": "3511 AB"}, {"country_code": "nl", "postal_code": "3599XX"}, "area"),
        ({"country_code": "NL", "postal_code": "3511 AB"}, {"country_code": "NL"}, "same country"),
        ({"country_code": "NL"}, {"country_code": "DE"}, "another country"),
        ({"country_code": "NL"}, {}, ""),
        (None, None, ""),
        ({"latitude": "north", "longitude": 4}, {"latitude": 1, "longitude": 4}, ""),
        ({"latitude": 91, "longitude": 4}, {"latitude": 1, "longitude": 4}, ""),
    ],
)
def test_without_them_the_address_says_as_much_as_it_can(
    here: dict[str, object] | None, there: dict[str, object] | None, says: str
) -> None:
    assert says in str(way(here, there))
    assert (str(way(here, there)) == "") == (says == "")


def test_kilometres_are_not_compared_with_a_country() -> None:
    known, unknown = Way(900.0, 2), Way(None, 0)

    assert sorted(comparable([known, unknown])) == [Way(None, 0), Way(None, 2)]
    assert list(_km(comparable([known, Way(3.0, 2)]))) == [900.0, 3.0]


def _km(ways: list[Way]) -> Iterator[float | None]:
    return (one.km for one in ways)
