"""The settings themselves: names, types, defaults, and what each is for."""

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import platformdirs
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, SecretStr

from royal_cli.errors import UsageError
from royal_cli.money import Money, exponent, from_text, is_currency, normal

_SIZES = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
_PASSWORD = re.compile(r"(://[^:/@\s]*:)\S+(@)|([?&]\w*password=)[^&\s]+()")


def masked(text: str) -> str:
    """The same text with the password of every URL in it made unreadable."""
    return _PASSWORD.sub(r"\1\3***\2", text)


def _currency(code: str) -> str:
    if not is_currency(code.upper()):
        raise ValueError("it should be a currency code of ISO 4217, such as EUR")
    return code.upper()


def _timezone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError("it should be a time zone such as Europe/Amsterdam or UTC") from error
    return name


def _size(value: object) -> object:
    """Bytes, from a number or a text such as "16 MB"."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d+)\s*([KMGT]?B)?", value.strip().upper())
    if not found:
        raise ValueError('it should be a size such as "16 MB"')
    return int(found[1]) * _SIZES[found[2] or ""]


def _size_text(count: int) -> str:
    unit = next(unit for unit in ("TB", "GB", "MB", "KB", "B") if count % _SIZES[unit] == 0)
    return f"{count // _SIZES[unit]} {unit}"


def _listed(value: object) -> object:
    """A list of texts as one text, with commas."""
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return value


def amounts(text: str) -> list[Money]:
    """The amounts of a text such as "500 EUR, 450 GBP", one per currency; ValueError for anything else."""
    found: dict[str, Money] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        number, _, code = part.partition(" ")
        currency = _currency(code.strip())
        amount, scale = normal(*from_text(number), currency)
        if scale != exponent(currency) or currency in found:
            raise ValueError
        found[currency] = Money(amount, currency, scale)
    return list(found.values())


def _amounts(text: str) -> str:
    try:
        amounts(text)
    except ValueError as error:
        raise ValueError('it should be an amount for each currency, such as "500 EUR, 450 GBP"') from error
    return text


def domains(text: str) -> list[str]:
    """The mail domains of a text such as "mailinator.com, yopmail.com", in lower case."""
    return [part.strip().removeprefix("@").lower() for part in text.split(",") if part.strip()]


def _domains(text: str) -> str:
    if not all(_DOMAIN.fullmatch(domain) for domain in domains(text)):
        raise ValueError('it should be mail domains, such as "mailinator.com, yopmail.com"')
    return text


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _database(secret: SecretStr) -> SecretStr:
    url = secret.get_secret_value()
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("it should begin with sqlite:/// or postgresql://")
    return SecretStr(url.replace("sqlite:///~/", f"sqlite:///{Path.home()}/", 1))


def _default_database() -> SecretStr:
    return SecretStr(f"sqlite:///{platformdirs.user_data_path('royal') / 'royal.db'}")


Share = Annotated[Decimal, Field(ge=0, le=1)]
Points = Annotated[int, Field(ge=0, le=100)]
Amounts = Annotated[str, BeforeValidator(_listed), AfterValidator(_amounts)]
Domains = Annotated[str, BeforeValidator(_listed), AfterValidator(_domains)]
Size = Annotated[int, BeforeValidator(_size), Field(gt=0)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Safety(_Frozen):
    max_vanish_share: Share = Field(
        default=Decimal("0.2"),
        description="Largest share of the active products that one feed may take out of the catalogue.",
    )
    max_zeroed_share: Share = Field(
        default=Decimal("0.2"),
        description="Largest share of the stocked variants, or of the prices, that one feed may set to 0.",
    )
    max_price_change: Annotated[Decimal, Field(ge=0)] = Field(
        default=Decimal("0.5"), description="Largest change of one variant's price, as a share of the price it had."
    )
    max_price_change_share: Share = Field(
        default=Decimal("0.1"),
        description="Largest share of the variants whose price may change by more than max_price_change.",
    )


class Feeds(_Frozen):
    max_bytes: Size = Field(default=20 * 10**9, description="Largest feed that is read, once decompressed.")
    max_cell_bytes: Size = Field(default=16 * 10**6, description="Largest cell of a feed; more is a broken quote.")
    max_ratio: Annotated[int, Field(gt=0)] = Field(
        default=200, description="Most bytes that one compressed byte may become; more is a trap."
    )


class Risk(_Frozen):
    """What speaks against an order, in points that are added up to a score of at most 100."""

    large_amounts: Amounts = Field(
        default="500 EUR, 450 GBP, 550 USD, 500 CHF, 5500 SEK, 5500 NOK, 3700 DKK, 2200 PLN",
        description="Totals above which an order is large, one per currency; of other currencies nothing is.",
    )
    large_points: Points = Field(default=25, description="Points for a large order.")
    new_customer_amounts: Amounts = Field(
        default="200 EUR, 180 GBP, 220 USD, 200 CHF, 2200 SEK, 2200 NOK, 1500 DKK, 900 PLN",
        description="Totals above which the first order of a customer is looked at.",
    )
    new_customer_points: Points = Field(default=20, description="Points for such a first order.")
    country_points: Points = Field(default=30, description="Points where goods and bill go to different countries.")
    address_points: Points = Field(
        default=10, description="Points where they go to different addresses of one country."
    )
    velocity_orders: Annotated[int, Field(ge=2)] = Field(
        default=4, description="So many orders of one customer, or to one address, in a short time are many."
    )
    velocity_hours: Annotated[int, Field(ge=1, le=8_760)] = Field(
        default=24, description="How short that time is, in hours."
    )
    velocity_points: Points = Field(default=25, description="Points for many orders in a short time.")
    mail_domains: Domains = Field(
        default="10minutemail.com, guerrillamail.com, mailinator.com, sharklasers.com, temp-mail.org,"
        " tempmail.com, throwawaymail.com, trashmail.com, yopmail.com",
        description="Domains of e-mail addresses that are thrown away.",
    )
    mail_points: Points = Field(default=40, description="Points for an address at one of them.")
    medium: Points = Field(default=30, description="A score from here on is a medium risk.")
    high: Points = Field(default=60, description="A score from here on is a high risk.")
    hold: Literal["medium", "high", "never"] = Field(
        default="high", description="The level from which on an order is put on hold by itself."
    )


class Reports(_Frozen):
    late_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=3, description="An order that is open for more days than these is late."
    )


class Display(_Frozen):
    decimal_mark: Literal[".", ","] = Field(default=".", description="The mark before the cents, in tables only.")
    dates: Literal["iso", "dmy", "mdy"] = Field(default="iso", description="How a date is written, in tables only.")


class Origin(NamedTuple):
    """Where a value comes from: the kind of place, and the place itself."""

    kind: Literal["default", "user", "project", "profile", "environment", "flag"]
    place: str

    def __str__(self) -> str:
        return self.place


DEFAULT = Origin("default", "default")


class Settings(_Frozen):
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default_factory=_default_database, description="The database: sqlite:///path or postgresql://user@host/name."
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(
        default="EUR", description="The currency of a price that does not say its own."
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="UTC", description="The zone of a time that does not say its own, and of the times that tables show."
    )
    location: Annotated[str, Field(min_length=1)] = Field(
        default="Main", description="The location of a stock figure that does not name one."
    )
    vat: Literal["unknown", "included", "excluded"] = Field(
        default="unknown", description="Whether a price that does not say so includes VAT."
    )
    lock_wait: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        default=10.0, description="Seconds to wait for somebody else who is writing; 0 gives up at once."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="What is worth a line on stderr."
    )
    safety: Safety = Safety()
    feeds: Feeds = Feeds()
    risk: Risk = Risk()
    reports: Reports = Reports()
    display: Display = Display()

    _origins: dict[str, Origin] = PrivateAttr(default_factory=dict)

    def origin(self, key: str) -> Origin:
        """Where the value of a key such as "safety.max_vanish_share" comes from."""
        return self._origins.get(key, DEFAULT)

    def value(self, key: str) -> object:
        found: object = self
        for name in key.split("."):
            found = getattr(found, name)
        return found

    def shown(self, key: str) -> str:
        """The value as text that may be seen by anyone: no password."""
        value = self.value(key)
        if isinstance(value, SecretStr):
            return masked(value.get_secret_value())
        return _size_text(value) if every_setting()[key].is_size and isinstance(value, int) else _plain(value)

    @property
    def url(self) -> str:
        """The database's URL with its password: for opening it, never for showing it."""
        return self.database_url.get_secret_value()

    @property
    def price_includes_vat(self) -> bool | None:
        return {"unknown": None, "included": True, "excluded": False}[self.vat]


class Setting(NamedTuple):
    """What is known about a key without looking at any value."""

    key: str
    description: str
    secret: bool
    is_size: bool

    @property
    def variable(self) -> str:
        return "ROYAL_" + self.key.replace(".", "_").upper()


@cache
def every_setting() -> dict[str, Setting]:
    """All keys in the order in which they are declared."""
    return {setting.key: setting for setting in _declared(Settings, "")}


def _declared(model: type[BaseModel], prefix: str) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Frozen):
            yield from _declared(field.annotation, f"{prefix}{name}.")
        else:
            is_size = any(isinstance(part, BeforeValidator) and part.func is _size for part in field.metadata)
            yield Setting(prefix + name, field.description or "", field.annotation is SecretStr, is_size)


def known(key: str) -> Setting:
    """The setting of that name, or a usage error that says which one was probably meant."""
    try:
        return every_setting()[key]
    except KeyError:
        raise UsageError(f"There is no setting {key!r}.", hint=meant(key)) from None


def meant(key: str) -> str:
    names = list(every_setting())
    by_last_word = {name.rsplit(".", 1)[-1]: name for name in names}
    close = get_close_matches(key, names, n=1) or get_close_matches(key.rsplit(".", 1)[-1], list(by_last_word), n=1)
    return f"Did you mean {by_last_word.get(close[0], close[0])}?" if close else "`royal config list` shows them all."
