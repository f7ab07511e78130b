"""Tries a profile on a feed: whether its columns are there, and what arrives."""

from dataclasses import dataclass

from royal_cli.commerce.feeds.arriving import ArrivingRow
from royal_cli.commerce.feeds.headers import fold, listed
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import Profile
from royal_cli.commerce.feeds.recognise import KIND, as_table, recognise
from royal_cli.commerce.feeds.rehearsal import RejectedRows, WarnedCells, rehearse
from royal_cli.commerce.feeds.source import Limits, Source, open_feed
from royal_cli.errors import UsageError


@dataclass(frozen=True, slots=True)
class ProfileTrial:
    """What a feed becomes by a profile. `unused_columns` are those that the profile does not know."""

    profile: str
    source: str
    feed: str
    read: int
    arriving: int
    rejected: int
    has_titles: bool
    unused_columns: list[str]
    rows: list[ArrivingRow]
    rejects: list[RejectedRows]
    warnings: list[WarnedCells]


def try_out(
    profile: Profile, feed: str, options: FeedOptions, limits: Limits, *, limit: int | None = None
) -> ProfileTrial:
    """Read the feed; UsageError names all columns of the profile that it does not have, and refuses one of orders."""
    profile.check_kind(KIND.noun)
    with open_feed(feed, limits=limits) as source:
        _check_columns(profile, source)
        known = recognise(source, profile=profile)
        done = rehearse(source, known, known.options(options), limit=limit)
    return ProfileTrial(
        profile=profile.name, source=source.name, feed=known.describe(), read=done.read, arriving=done.arriving,
        rejected=done.rejected, has_titles=done.has_titles, unused_columns=list(known.unused), rows=done.rows,
        rejects=done.rejects, warnings=done.warnings,
    )  # fmt: skip


def _check_columns(profile: Profile, source: Source) -> None:
    if profile.feed != "table":
        return
    header = as_table(source, profile.file).header
    present = set(map(fold, header))
    missing = [profile.said[words].header for words in profile.meant if words not in present]
    if missing:
        unknown = [name for name in header if fold(name) not in profile.meant]
        hint = f"Unknown to the profile are {listed(unknown)}." if unknown else None
        message = f"{source.name} lacks columns of {profile.name}: {listed(missing)}."
        raise UsageError(message, hint=hint, missing_columns=missing, unused_columns=unknown)
