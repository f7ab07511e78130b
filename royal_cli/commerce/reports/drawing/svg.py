"""Elements of SVG. Text and attributes are escaped where they are written, so that a name is never markup."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Attribute = str | int | float | None


def add(parent: Element, name: str, text: str = "", **attributes: Attribute) -> Element:
    """A new element in another. `text_anchor` is written text-anchor, `class_` class; None is left out."""
    element = SubElement(parent, name, _written(attributes))
    element.text = clean(text)
    return element


def root(**attributes: Attribute) -> Element:
    return Element("svg", _written(attributes))


def to_text(element: Element) -> str:
    return tostring(element, encoding="unicode", short_empty_elements=True)


def percent(part: float, whole: float) -> str:
    return f"{_short(100 * part / whole)}%"


def clean(text: str) -> str:
    """Without the characters that no page may have."""
    return _UNPRINTABLE.sub("", text)


def _written(attributes: dict[str, Attribute]) -> dict[str, str]:
    return {
        name.rstrip("_").replace("_", "-"): clean(value) if isinstance(value, str) else _short(value)
        for name, value in attributes.items()
        if value is not None
    }


def _short(number: float) -> str:
    """To the thousandth, without zeros at the end."""
    return f"{number:.3f}".rstrip("0").rstrip(".") if number else "0"
