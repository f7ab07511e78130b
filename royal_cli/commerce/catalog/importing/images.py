"""The images of a product as they are stored: a list, written as canonical JSON."""

import json
from collections.abc import Sequence
from json.encoder import encode_basestring as quoted

#: An address, and a text for people who do not see the image.
Image = tuple[str, str | None]


def images_json(images: Sequence[Image]) -> str:
    """Each address once, in order, the first one primary."""
    if len(images) == 1:
        return f"[{_written(1, *images[0])}]"
    texts: dict[str, str | None] = {}
    for url, alt_text in images:
        texts[url] = texts.get(url) or alt_text
    return f"[{','.join(_written(position, url, alt) for position, (url, alt) in enumerate(texts.items(), 1))}]"


def join_images(first: str | None, more: str | None) -> str | None:
    """The images of two rows of one product."""
    if first is None or more is None:
        return first or more
    return images_json([(image["url"], image["alt_text"]) for image in (*json.loads(first), *json.loads(more))])


def _written(position: int, url: str, alt_text: str | None) -> str:
    is_primary = "true" if position == 1 else "false"
    alt = quoted(alt_text) if alt_text else "null"
    return f'{{"url":{quoted(url)},"alt_text":{alt},"position":{position},"is_primary":{is_primary}}}'
