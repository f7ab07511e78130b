"""Which checks are asked for: those of some channels, of some codes, of some severity."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from royal_cli.commerce.catalog.checking import general, pictures
from royal_cli.commerce.catalog.checking.channels import CHANNELS
from royal_cli.commerce.catalog.checking.check import Check, Rules, Severity, warning
from royal_cli.commerce.catalog.checking.facts import COST, PRICE_SHOWN, SOLD
from royal_cli.commerce.catalog.checking.scan import Numbered
from royal_cli.commerce.catalog.checking.told import two_amounts
from royal_cli.errors import UsageError
from royal_cli.money import from_text

GENERAL = general.RULES.channel
ALL = "all"
NAMES = (GENERAL, *CHANNELS)
_BY_TITLE = (general.DUPLICATE_TITLE, general.NEAR_DUPLICATE)
_OF_IMAGES = tuple(pictures.CHECKS.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """The checks in the order of their places, apart for products, variants, titles and images."""

    checks: dict[int, Numbered]
    product: list[Numbered]
    variant: list[Numbered]
    titles: list[Numbered]
    images: list[Numbered]

    @property
    def names(self) -> list[tuple[str, str]]:
        return [(one.channel, one.check.code) for one in self.checks.values()]

    @property
    def demanded(self) -> Counter[str]:
        """How many checks each channel has."""
        return Counter(channel for channel, _ in set(self.names))

    def at_least(self, severity: Severity) -> "Asked":
        """Only its checks that are as bad as that, or worse."""

        def bad(checks: list[Numbered]) -> list[Numbered]:
            return [one for one in checks if one.check.severity.rank <= severity.rank]

        left = {place: one for place, one in self.checks.items() if one.check.severity.rank <= severity.rank}
        return Asked(left, bad(self.product), bad(self.variant), bad(self.titles), bad(self.images))


def asked(
    channels: Sequence[str] = (),
    codes: Sequence[str] = (),
    *,
    least: Severity = Severity.advice,
    below_margin: Decimal | None = None,
    images: bool = False,
) -> Asked:
    """Of these channels (the general ones if none is named) only these codes, and nothing lighter than `least`."""
    rules = list(_rules(channels, below_margin))
    if images:
        rules.append(Rules(GENERAL, [*pictures.CHECKS.values()], ()))
    _refuse_unknown(codes, {check.code for one in rules for check in (*one.product, *one.variant)})
    found = Asked({}, [], [], [], [])
    for of_channel in rules:
        for check in (*of_channel.product, *of_channel.variant):
            if (not codes or check.code in codes) and check.severity.rank <= least.rank:
                one = Numbered(len(found.checks), of_channel.channel, check)
                found.checks[one.place] = one
                _kind(found, check, check in of_channel.variant).append(one)
    return found


def _kind(found: Asked, check: Check, of_variant: bool) -> list[Numbered]:
    if check in _BY_TITLE:
        return found.titles
    if check in _OF_IMAGES:
        return found.images
    return found.variant if of_variant else found.product


def _rules(channels: Sequence[str], below_margin: Decimal | None) -> Iterator[Rules]:
    for name in channels:
        if name not in (*NAMES, ALL):
            raise UsageError(
                f"There is no channel {name!r} to check for.", hint=f"There are {', '.join(NAMES)}, {ALL}."
            )
    wanted = NAMES if ALL in channels else [name for name in NAMES if name in (channels or [GENERAL])]
    for name in wanted:
        if name != GENERAL:
            yield CHANNELS[name]
        elif below_margin is None:
            yield general.RULES
        else:
            yield Rules(GENERAL, general.PRODUCT, (*general.VARIANT, _low_margin(below_margin)))


def _low_margin(percent: Decimal) -> Check:
    amount, scale = from_text(format(percent, "f"))
    return warning(
        "low_margin", "price", SOLD.margin_below(amount, scale), f"The margin is below {percent:f} %.",
        "raise the price, or buy cheaper",
        shows=(*PRICE_SHOWN, COST.amount, COST.scale, COST.currency), told=two_amounts("cost"),
    )  # fmt: skip


def _refuse_unknown(codes: Sequence[str], known: Set[str]) -> None:
    for code in codes:
        if code in {check.code for check in _OF_IMAGES} - known:
            raise UsageError(f"{code} asks the network for every image.", hint="Add --images.")
        if code not in known:
            close = get_close_matches(code, known, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(sorted(known))}."
            raise UsageError(f"There is no check {code!r} among those asked for.", hint=hint)
