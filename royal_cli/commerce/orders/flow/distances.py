"""How far it is from a location to a customer, as far as their addresses say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt
from typing import Any

_EARTH_KM = 6371.0
#: Where only the written address is known, the nearer one is: the same postal area, the same country, another one.
_SAME_AREA, _SAME_COUNTRY, _ABROAD, _NOWHERE = range(4)
#: So many characters at the beginning of a postal code are taken for its area.
_AREA = 2


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """The smaller, the nearer. `km` is None unless both ends state coordinates; `nearness` is what addresses share."""

    km: float | None = None
    nearness: int = _NOWHERE

    def __str__(self) -> str:
        if self.km is not None:
            return f"{self.km:.0f} km away"
        return ("in the same postal area", "in the same country", "in another country", "")[self.nearness]


UNKNOWN = Way()


def way(here: Mapping[str, Any] | None, there: Mapping[str, Any] | None) -> Way:
    """From one address to another: over the earth where both state `latitude` and `longitude` (degrees; haversine
    formula), and by their `country_code` and `postal_code`. An address that says nothing is at no known distance."""
    here, there = here or {}, there or {}
    one, other = _point(here), _point(there)
    return Way(_haversine(one, other) if one and other else None, _nearness(here, there))


def comparable(ways: Sequence[Way]) -> list[Way]:
    """Kilometres count only where they are known of all; a number next to a country would compare nothing."""
    if all(way.km is not None for way in ways):
        return [replace(way, nearness=0) for way in ways]
    return [replace(way, km=None) for way in ways]


def _nearness(here: Mapping[str, Any], there: Mapping[str, Any]) -> int:
    country, its_country = _word(here, "country_code"), _word(there, "country_code")
    if not country or not its_country:
        return _NOWHERE
    if country != its_country:
        return _ABROAD
    area, its_area = _word(here, "postal_code")[:_AREA], _word(there, "postal_code")[:_AREA]
    return _SAME_AREA if area and area == its_area else _SAME_COUNTRY


def _haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    """https://en.wikipedia.org/wiki/Haversine_formula, in kilometres."""
    (lat, lon), (its_lat, its_lon) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((its_lat - lat) / 2) ** 2 + cos(lat) * cos(its_lat) * sin((its_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(half, 1.0)))


def _point(address: Mapping[str, Any]) -> tuple[float, float] | None:
    try:
        point = float(address["latitude"]), float(address["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def _word(address: Mapping[str, Any], key: str) -> str:
    value = address.get(key)
    return str(value).replace(" ", "").upper() if value else ""
