"""What speaks against an order: every rule, what is unknown, and what is put on hold."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.orders.desk.holds import release
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.reading.detail import show_order
from royal_cli.commerce.orders.reading.detail_rows import OrderDetail
from royal_cli.commerce.orders.risk import Rules, assess
from royal_cli.commerce.orders.risk.assessing import Scored, assess_orders
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading, transaction
from royal_cli.settings.model import Risk
from tests.commerce.orders.made import customer, line, order

SAID = Risk(
    large_amounts="500 EUR, 60000 JPY", large_points=25, new_customer_amounts="200 EUR", new_customer_points=20,
    country_points=30, address_points=10, velocity_orders=3, velocity_hours=24, velocity_points=25,
    mail_domains="trash.example", mail_points=40, medium=30, high=60,
)  # fmt: skip
RULES = Rules.of(SAID)
HOME = {"address1": "Dorpsstraat 1", "postal_code": "1234 AB", "city": "Utrecht", "country_code": "NL"}
SAME = {"address1": "DORPSSTRAAT 1", "postal_code": "1234ab", "country_code": "nl", "first_name": "Bob"}
AWAY = {"address1": "Kerkstraat 5", "postal_code": "9999 ZZ", "country_code": "NL"}
ABROAD = {"address1": "Hauptstr. 7", "postal_code": "10115", "country_code": "DE"}


def make(engine: Engine, number: str, cents: int, **values: Any) -> None:
    with transaction(engine) as session:
        order(session.connection(), number, line("PEN", 1, cents), **values)


def shown(engine: Engine, number: str) -> OrderDetail:
    with reading(engine) as session:
        return show_order(session, number)


def scored(engine: Engine, number: str, rules: Rules = RULES) -> tuple[str | None, int | None, list[str] | None]:
    with transaction(engine) as session:
        assess(session.connection(), f"SELECT id FROM orders WHERE order_number = '{number}'", rules)
    found = shown(engine, number)
    score = found.risk_score
    return found.risk, None if score is None else int(score), found.risk_reasons


def test_an_order_against_which_nothing_speaks_is_a_low_risk(engine: Engine) -> None:
    make(engine, "1", 50000)

    assert scored(engine, "1") == ("low", 0, [])


@pytest.mark.parametrize(
    ("cents", "currency", "reasons"),
    [
        (50000, "EUR", []),
        (50001, "EUR", ["more than 500.00 EUR"]),
        (60001, "JPY", ["more than 60000 JPY"]),
        (60000, "JPY", []),
    ],
)
def test_a_large_order_is_larger_than_the_limit_of_its_currency(
    engine: Engine, cents: int, currency: str, reasons: list[str]
) -> None:
    make(engine, "1", cents, currency=currency)

    assert scored(engine, "1") == ("low", 25 * len(reasons), reasons)


def test_what_is_not_known_adds_nothing_and_is_not_a_score_of_nothing(engine: Engine) -> None:
    make(engine, "1", 90000, currency="USD")
    make(engine, "2", 90000, total=None)

    assert scored(engine, "1") == (None, None, None)
    assert scored(engine, "2") == (None, None, None)


def test_a_new_customer_is_one_without_an_earlier_order_that_stands(engine: Engine) -> None:
    new = ["a first order of more than 200.00 EUR"]
    make(engine, "1", 20001, customer_email="anna@example.com", order_status="cancelled")
    make(engine, "2", 20001, customer_email="anna@example.com", day=2)
    make(engine, "3", 20001, customer_email="anna@example.com", day=4)
    make(engine, "4", 20001, customer_email="bob@example.com", day=4)
    make(engine, "5", 20000, customer_email="eve@example.com", day=4)

    assert [scored(engine, number)[2] for number in "12345"] == [new, new, [], new, []]


def test_a_customer_is_known_by_any_address(engine: Engine) -> None:
    with transaction(engine) as session:
        anna = customer(session.connection(), "anna@example.com")
    make(engine, "1", 100, customer_id=anna, customer_email="other@example.com")
    make(engine, "2", 30000, customer_id=anna, day=3)
    make(engine, "3", 30000, customer_email="other@example.com", day=5)

    assert scored(engine, "2")[2] == []
    assert scored(engine, "3")[2] == []


@pytest.mark.parametrize(
    ("shipping", "billing", "found"),
    [
        (HOME, SAME, (0, [])),
        (HOME, AWAY, (10, ["goods and bill go to different addresses"])),
        (HOME, ABROAD, (30, ["goes to NL, the bill to DE"])),
        (HOME, {"country_code": "NL"}, (0, [])),
        (HOME, {"first_name": "Bob"}, (0, [])),
        (HOME, None, (0, [])),
        ({"country_code": "FR"}, {"country_code": "BE"}, (30, ["goes to FR, the bill to BE"])),
    ],
)
def test_addresses_are_compared_as_far_as_they_are_known(
    engine: Engine, shipping: dict[str, str], billing: dict[str, str] | None, found: tuple[int, list[str]]
) -> None:
    make(engine, "1", 100, shipping_address=shipping, billing_address=billing)

    assert scored(engine, "1")[1:] == found


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"customer_email": "anna@example.com"}, "3 orders within 24 hours of one customer"),
        ({"shipping_address": HOME}, "3 orders within 24 hours to one address"),
        ({"customer_email": "anna@example.com", "shipping_address": HOME}, "3 orders within 24 hours of one customer"),
    ],
)
def test_many_orders_in_a_short_time_are_counted_up_to_this_one(
    engine: Engine, person: dict[str, Any], words: str
) -> None:
    for number, day in (("0", -2.0), ("1", 0.0), ("2", 0.5), ("3", 0.9), ("4", 3.0)):
        make(engine, number, 100, day=day, **person)

    assert [scored(engine, number)[2] for number in "01234"] == [[], [], [], [words], []]


def test_orders_of_one_moment_are_counted_in_turn(engine: Engine) -> None:
    for number in "1234":
        make(engine, number, 100, customer_email="anna@example.com")

    assert [scored(engine, number)[1] for number in "1234"] == [0, 0, 25, 25]


def test_credits_are_neither_counted_nor_scored(engine: Engine) -> None:
    for number in "12":
        make(engine, number, 100, customer_email="anna@example.com", kind="credit")
    make(engine, "3", 100, customer_email="anna@example.com")

    assert scored(engine, "3")[1] == 0
    assert scored(engine, "1") == (None, None, None)


@pytest.mark.parametrize(
    ("email", "points"),
    [("a@trash.example", 40), ("A@Trash.Example", 40), ("a@nottrash.example", 0), ("trash.example@mail.example", 0)],
)
def test_throw_away_addresses_are_known_by_their_domain(engine: Engine, email: str, points: int) -> None:
    make(engine, "1", 100, customer_email=email)

    assert scored(engine, "1")[1] == points


def test_points_add_up_to_a_level_and_at_most_100(engine: Engine) -> None:
    _worst(engine)

    assert scored(engine, "1") == (
        "high",
        100,
        [
            "more than 500.00 EUR",
            "a first order of more than 200.00 EUR",
            "goes to NL, the bill to DE",
            "an e-mail address of trash.example",
        ],
    )


@pytest.mark.parametrize(
    ("medium", "high", "level"), [(30, 31, "medium"), (30, 30, "high"), (31, 60, "low"), (90, 30, "high")]
)
def test_levels_begin_where_the_settings_say(engine: Engine, medium: int, high: int, level: str) -> None:
    make(engine, "1", 100, shipping_address=HOME, billing_address=ABROAD)
    rules = Rules.of(SAID.model_copy(update={"medium": medium, "high": high}))

    assert scored(engine, "1", rules)[0] == level


def test_a_rule_without_points_is_switched_off(engine: Engine) -> None:
    _worst(engine)
    points = [name for name in Risk.model_fields if name.endswith("_points")]

    assert scored(engine, "1", Rules.of(SAID.model_copy(update=dict.fromkeys(points, 0)))) == (None, None, None)
    assert scored(engine, "1", Rules.of(SAID.model_copy(update={"country_points": 0, "mail_domains": ""})))[1] == 45


def test_a_high_risk_is_put_on_hold_with_the_reasons(engine: Engine) -> None:
    _worst(engine)
    scored(engine, "1")

    found = shown(engine, "1")
    assert found.held_at is not None
    assert found.hold_reason == (
        "high risk: more than 500.00 EUR; a first order of more than 200.00 EUR; goes to NL, the bill to DE;"
        " an e-mail address of trash.example"
    )


@pytest.mark.parametrize(
    "values", [{"order_status": "closed"}, {"order_status": "cancelled"}, {"fulfillment_status": "fulfilled"}]
)
def test_what_is_over_is_not_put_on_hold(engine: Engine, values: dict[str, str]) -> None:
    _worst(engine, **values)

    assert scored(engine, "1")[0] == "high"
    assert shown(engine, "1").held_at is None


@pytest.mark.parametrize(("hold", "held"), [("never", False), ("medium", True), ("high", False)])
def test_the_level_that_holds_is_a_setting(engine: Engine, hold: str, held: bool) -> None:
    make(engine, "1", 100, shipping_address=HOME, billing_address=ABROAD)

    assert scored(engine, "1", Rules.of(SAID.model_copy(update={"hold": hold})))[0] == "medium"
    assert (shown(engine, "1").held_at is not None) is held


def test_by_hand_it_is_one_operation_that_is_undone(engine: Engine) -> None:
    _worst(engine)
    make(engine, "2", 100, day=1)
    asked = Asked(actor="operator:anna")

    done = assess_orders(engine, Which(numbers=["1", "2"]), RULES, asked)

    assert (done.orders, done.high, done.low, done.unknown, done.put_on_hold, done.changed) == (2, 1, 1, 0, 1, 2)
    assert done.riskiest[1] == Scored("2", "low", 0, [])
    assert shown(engine, "1").risk == "high"
    assert shown(engine, "1").held_at is not None

    undo(engine, done.operation or "")

    found = shown(engine, "1")
    assert (found.risk, found.risk_score, found.risk_reasons, found.held_at) == (None, None, None, None)


def test_a_released_order_is_not_held_again_for_the_same(engine: Engine) -> None:
    _worst(engine)
    which, asked = Which(numbers=["1"]), Asked(actor="operator:anna")
    assess_orders(engine, which, RULES, asked)
    release(engine, which, asked)

    again = assess_orders(engine, which, RULES, asked)

    assert (again.operation, again.changed, again.put_on_hold) == (None, 0, 0)
    assert shown(engine, "1").held_at is None


def test_the_open_ones_are_those_with_something_to_send(engine: Engine) -> None:
    for number, status in (("1", "open"), ("2", "closed"), ("3", None)):
        make(engine, number, 90000, order_status=status)

    done = assess_orders(engine, Which(every_open=True), RULES, Asked(dry_run=True))

    assert [one.order for one in done.riskiest] == ["1"]
    assert shown(engine, "1").risk is None


def test_an_independent_count_finds_the_same_for_many_orders(engine: Engine) -> None:
    """Every fifth customer orders three times within a day."""
    with transaction(engine) as session:
        _fill(session.connection())
        assess(session.connection(), "SELECT id FROM orders", RULES)
        rows = session.connection().execute(text("SELECT order_number, fraud_score FROM orders")).all()
        found = {row.order_number: int(row.fraud_score) // 10**6 for row in rows}

    expected: dict[str, int] = {}
    for person in range(20):
        for n in range(3):
            many = 25 if person % 5 == 0 and n == 2 else 0
            large = 25 if (person + n) % 4 == 0 else 0
            new = 20 if large and n == 0 else 0
            expected[f"{person}-{n}"] = many + large + new
    assert found == expected


def _fill(connection: Connection) -> None:
    for person in range(20):
        for n in range(3):
            order(
                connection, f"{person}-{n}", line("PEN", 1, 50001 if (person + n) % 4 == 0 else 100),
                customer_email=f"p{person}@example.com", day=person + n * (0.3 if person % 5 == 0 else 2),
            )  # fmt: skip


def _worst(engine: Engine, **values: Any) -> None:
    make(
        engine, "1", 90000, shipping_address=HOME, billing_address=ABROAD, customer_email="x@trash.example",
        **values,
    )  # fmt: skip
