"""How a feed is read: its options as they are stored, and as an import takes them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from royal_cli.commerce.catalog.importing.feed_import import FeedRequest
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.importing.safety import allowed
from royal_cli.commerce.feeds.options import FeedOptions, check_decimal_mark, currency_code, delimiter_sign
from royal_cli.commerce.feeds.profile import FileHints, Profile
from royal_cli.commerce.feeds.profile import load as load_profile
from royal_cli.commerce.feeds.source import Limits
from royal_cli.db.feeds import ProductFeed

#: What can be said of a feed besides its source, format, profile and interval. They bear the names of the flags.
OPTIONS = (
    "currency", "vat", "decimal_mark", "location", "encoding", "delimiter", "header_line", "sheet", "complete",
    "allow",
)  # fmt: skip
#: What decides whether an import is let through, not what it finds.
_PERMISSIONS = frozenset({"allow"})


def checked_options(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The options that say something, each of them possible."""
    options = {name: stated[name] for name in OPTIONS if stated.get(name) not in (None, [], "")}
    if not options.get("complete"):
        options.pop("complete", None)
    for name, settle in (("currency", currency_code), ("delimiter", delimiter_sign)):
        if name in options:
            options[name] = settle(options[name])
    check_decimal_mark(options.get("decimal_mark"))
    allowed(options.get("allow"))
    return options


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that says how a feed is read. `digest` differs as soon as the same file could be read differently."""

    feed: ProductFeed
    profile: Profile | None
    settings: FeedOptions
    digest: str

    def request(self, name: str, at: Path, rejects: Path, limits: Limits, *, dry_run: bool) -> FeedRequest:
        options = self.feed.options
        return FeedRequest(
            name=name,
            at=at,
            feed=self.feed.feed,
            profile=self.profile,
            file=FileHints(
                encoding=options.get("encoding"),
                delimiter=options.get("delimiter"),
                header_line=options.get("header_line"),
                sheet=options.get("sheet"),
            ),
            options=self.settings,
            flags=_flags(options),
            limits=limits,
            dry_run=dry_run,
            rejects_file=rejects,
        )

    def importing(self, request: Request) -> Request:
        options = self.feed.options
        return replace(
            request,
            complete=bool(options.get("complete")),
            allow=request.allow | frozenset(options.get("allow", [])),
        )


def recipe(feed: ProductFeed, settings: FeedOptions) -> Recipe:
    """NotFound or UsageError where its profile is gone or broken."""
    profile = load_profile(Path(feed.profile)) if feed.profile else None
    said = {name: value for name, value in feed.options.items() if name not in _PERMISSIONS}
    general = [
        settings.currency, settings.price_includes_vat, settings.decimal_mark, settings.default_location,
        settings.timezone,
    ]  # fmt: skip
    parts = [feed.source, feed.headers, feed.feed, profile and profile.text, said, general]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return Recipe(feed, profile, settings, hashlib.sha256(text.encode()).hexdigest())


def _flags(options: Mapping[str, Any]) -> dict[str, Any]:
    stated = {
        "currency": options.get("currency"),
        "currency_origin": "--currency" if options.get("currency") else None,
        "price_includes_vat": options.get("vat"),
        "decimal_mark": options.get("decimal_mark"),
        "default_location": options.get("location"),
    }
    return {name: value for name, value in stated.items() if value is not None}
