"""The rules by which orders are scored, as the settings have them."""

from collections.abc import Sequence
from dataclasses import dataclass

from royal_cli.money import Money
from royal_cli.settings.model import Risk, amounts, domains


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`*_points` are added to the score where the rule holds; the amounts are limits, one per currency."""

    large_amounts: Sequence[Money]
    large_points: int
    new_customer_amounts: Sequence[Money]
    new_customer_points: int
    country_points: int
    address_points: int
    velocity_orders: int
    velocity_hours: int
    velocity_points: int
    mail_domains: Sequence[str]
    mail_points: int
    #: Scores from which on a level begins.
    medium: int
    high: int
    #: An order that comes to one of these levels is put on hold.
    held_levels: Sequence[str]

    @classmethod
    def of(cls, said: Risk) -> "Rules":
        return cls(
            large_amounts=amounts(said.large_amounts),
            large_points=said.large_points,
            new_customer_amounts=amounts(said.new_customer_amounts),
            new_customer_points=said.new_customer_points,
            country_points=said.country_points,
            address_points=said.address_points,
            velocity_orders=said.velocity_orders,
            velocity_hours=said.velocity_hours,
            velocity_points=said.velocity_points,
            mail_domains=domains(said.mail_domains),
            mail_points=said.mail_points,
            medium=said.medium,
            high=said.high,
            held_levels={"medium": ("medium", "high"), "high": ("high",), "never": ()}[said.hold],
        )
