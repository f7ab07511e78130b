"""What a file is, and its rows as batches: the same for files of products and of orders, which are a `Kind` each."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from royal_cli.commerce.feeds import writing
from royal_cli.commerce.feeds.formats.declare import AnyFormat, B, Format, S, Seen
from royal_cli.commerce.feeds.formats.groups import regroup
from royal_cli.commerce.feeds.formats.sheet import Binding, bind
from royal_cli.commerce.feeds.headers import closest, listed
from royal_cli.commerce.feeds.json_objects import Nesting
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import FileHints, Profile
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.values import ColumnEvidence
from royal_cli.errors import FeedError, UsageError

Options = TypeVar("Options", bound=FeedOptions)

_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[S, B]):
    """What makes reading files of products different from reading those of orders."""

    #: What a file has many of, and the command that imports them.
    noun: str
    command: str
    formats: tuple[Format[S, B], ...]
    #: The table whose columns a profile explains.
    mapped: Format[S, B]
    sheet: type[S]
    build: Callable[[S, Sequence[str]], B]
    nesting: Nesting
    #: Why this is not recognised, and what to do about it; None where nothing more is known of it.
    explain: Callable[[Source, Seen], FeedError | None]
    #: What a table needs whose columns are not understood, with the name of the file.
    to_be_explained: str

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(sorted({item for form in self.formats for item in form.items}))

    def scores(self, seen: Seen) -> dict[str, int]:
        return {form.name: form.fits(seen) for form in self.formats if seen.container in form.containers}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A feed whose format, writing and columns are known."""

    form: AnyFormat
    writing: writing.Writing
    profile: Profile | None
    header: tuple[str, ...]
    #: Columns that the import does not use.
    unused: tuple[str, ...]
    #: What it is called where it only lists stock or prices, and so creates nothing unless told; else "".
    listing: str = ""

    def describe(self) -> str:
        """One line, such as "Shopify product export · comma, UTF-8 · 48 columns, 14 not used"."""
        title = self.listing or self.form.title
        if self.profile is not None:
            title = f"{title} ({self.profile.name})"
        return f"{title} · {self.writing.describe()} · {self._columns()}"

    def _columns(self) -> str:
        count = len(self.header)
        return f"{count} column{'s' * (count != 1)}, {len(self.unused)} not used"

    def options(self, settings: Options, **flags: Any) -> Options:
        """What holds for this feed: a flag that is not None, else the profile, else the settings."""
        options = self.profile.options(settings) if self.profile else settings
        return replace(options, **{name: value for name, value in flags.items() if value is not None})


def recognise(
    kind: Kind[S, B],
    source: Source,
    feed: str | None = None,
    profile: Profile | None = None,
    file: FileHints | None = None,
) -> Recognised:
    """Find out what a feed is. `feed` names the format, `file` (flags) goes before what the profile says of the file.

    FeedError where no format fits or no column says what each row belongs to, UsageError for an unknown format and for
    a profile of another kind of file.
    """
    if profile:
        profile.check_kind(kind.noun)
    named = feed or (profile.feed if profile else None)
    form = _named(kind, named, profile) if named else None
    written = find(kind, source, form, profile, file)
    seen = written.seen(source)
    form = form or _best(kind, source, seen)
    _check_container(source, form, seen)
    binding = bind_for(form, shaped(form, seen.header), profile)
    _check_columns(kind, source, form, seen, binding, profile, bool(named))
    is_list = form.listing and not (form.name == "royal" and seen.container == "json")
    listing = form.listing(binding) if form.listing and is_list else ""
    return Recognised(form, written, profile, seen.header, tuple(binding.unused), listing)


def raw_rows(source: Source, known: Recognised) -> Iterator[RawChunk]:
    """The rows as they stand in the feed; rows that hold several lines of an order as one row for each."""
    rows = known.writing.rows(source, known.form)
    return _divided(rows, known.form.divide) if known.form.divide else rows


def _divided(rows: Iterator[RawChunk], divide: Callable[[RawChunk], RawChunk]) -> Iterator[RawChunk]:
    last = 0
    for chunk in rows:
        found = divide(chunk)
        found.ragged = [row._replace(number=number) for number, row in enumerate(chunk.ragged, last + 1)]
        last += len(found.ragged)
        found.numbers = list(range(last + 1, last + 1 + len(found.rows)))
        last += len(found.rows)
        yield found


def batches(kind: Kind[S, B], source: Source, known: Recognised, options: FeedOptions) -> Iterator[B]:
    """The rows as canonical columns; rows of a product or an order that follow each other stay in one batch."""
    evidence: dict[str, ColumnEvidence] = {}
    memory: dict[str, Any] = {}
    bindings: dict[tuple[str, ...], Binding] = {}

    def sheet(chunk: RawChunk, surveyed: object = None) -> S:
        if chunk.header not in bindings:
            bindings[chunk.header] = bind_for(known.form, chunk.header, known.profile)
        return kind.sheet(chunk, known.form, bindings[chunk.header], options, evidence, surveyed, memory)

    prepare = known.form.study(source) if known.form.study else known.form.prepare or _as_it_is
    survey = known.form.survey
    surveyed = survey(map(sheet, map(prepare, raw_rows(source, known)))) if survey else None
    chunks = map(prepare, raw_rows(source, known))
    for chunk, keys in regroup(chunks, lambda chunk: known.form.keys(sheet(chunk, surveyed))):
        yield kind.build(sheet(chunk, surveyed), keys)


def _as_it_is(chunk: RawChunk) -> RawChunk:
    return chunk


def shaped(form: AnyFormat, header: tuple[str, ...]) -> tuple[str, ...]:
    """The header in the shape that the columns of a format describe."""
    chunk = RawChunk(header, [], [], [])
    for step in (form.divide, form.prepare):
        chunk = step(chunk) if step else chunk
    return chunk.header


def find(
    kind: Kind[S, B], source: Source, form: AnyFormat | None, profile: Profile | None, file: FileHints | None
) -> writing.Writing:
    """How a source is written."""
    return writing.find(source, _hints(file, profile), kind.items, partial(_suits, kind, form, profile), kind.nesting)


def _hints(file: FileHints | None, profile: Profile | None) -> FileHints:
    """What the operator says of the file itself, else what the profile does."""
    stated, known = file or FileHints(), profile.file if profile else FileHints()
    return known._replace(**{name: said for name, said in stated._asdict().items() if said is not None})


def _suits(kind: Kind[S, B], form: AnyFormat | None, profile: Profile | None, seen: Seen) -> int:
    """How well what is seen suits: the columns that a profile or a format knows, or any format at all."""
    if profile and profile.meant:
        return len(profile.meant.keys() & seen.words)
    if form is None:
        return max(kind.scores(seen).values(), default=0)
    binding = bind(seen.header, form)
    return len(binding.places) if any(role in binding.places for role in form.key_roles) else 0


def _named(kind: Kind[S, B], feed: str, profile: Profile | None) -> AnyFormat:
    forms = {form.name: form for form in kind.formats}
    if feed not in forms:
        near = closest(feed, forms)
        hint = f"did you mean {near}?" if near else f"royal reads {', '.join(forms)}"
        raise UsageError(f"There is no feed format {feed}.", hint=hint)
    return kind.mapped if profile and profile.meant and feed == kind.mapped.name else forms[feed]


def _best(kind: Kind[S, B], source: Source, seen: Seen) -> AnyFormat:
    scores = kind.scores(seen)
    best = max(kind.formats, key=lambda form: scores.get(form.name, 0))
    if scores.get(best.name):
        return best
    if why := kind.explain(source, seen):
        raise why
    message = f"{source.name} is no kind of feed that royal knows. {told(kind, seen)}"
    raise FeedError(message, hint=how_to_tell(kind, seen))


def told(kind: Kind[S, B], seen: Seen) -> str:
    if seen.header:
        return f"{f'Below <{seen.root}> its' if seen.root else 'Its'} columns are {listed(seen.header)}."
    if seen.container != "xml":
        return "It holds no list of objects."
    items = listed(f"<{name}>" for name in kind.items)
    return f"Below <{seen.root}> stands nothing that such feeds call a {kind.noun} ({items})."


def how_to_tell(kind: Kind[S, B], seen: Seen) -> str:
    if seen.container == "xml":
        known = ", ".join(
            sorted(form.name for form in kind.formats if "xml" in form.containers and form.name != "table")
        )
        shape = "and flat <product> elements below <products>"
        what = f"of XML royal reads what channels read ({known}) {shape}; " if known else ""
        return f"{what}export {'anything else' if known else f'the {kind.noun}s'} as a table, or as JSON"
    if seen.container == "delimited" and any(map(_FIGURE.fullmatch, seen.header)):
        return "that row looks like data: write the names of the columns above it, or point at them with --header-line"
    names = ", ".join(sorted(form.name for form in kind.formats))
    return f"{kind.to_be_explained.format('FILE')}; or say with --feed what it is ({names})"


def _check_container(source: Source, form: AnyFormat, seen: Seen) -> None:
    if seen.container not in form.containers:
        known = " or ".join(sorted(form.containers))
        raise FeedError(f"{source.name} is {seen.container}, but a {form.title} is {known}.", hint="leave out --feed")
    if seen.container == "xml" and not seen.header:
        items = " or ".join(f"<{name}>" for name in form.items)
        raise FeedError(f"{source.name} holds no {items} below <{seen.root}>.", hint="export the feed again")


def bind_for(form: AnyFormat, header: tuple[str, ...], profile: Profile | None) -> Binding:
    """Where the roles stand, with what a profile says of them."""
    binding = bind(header, form, profile.meant if profile else None)
    if profile:
        binding.constants.update(profile.roles(form))
    return binding


def _check_columns(
    kind: Kind[S, B],
    source: Source,
    form: AnyFormat,
    seen: Seen,
    binding: Binding,
    profile: Profile | None,
    is_asked_for: bool,
) -> None:
    if profile:
        profile.check(form, binding)
    if not any(role in binding.places for role in form.key_roles):
        if form.name == "table" and (why := kind.explain(source, seen)):
            raise why
        message = f"{source.name} has no column that names its {kind.noun}s; a {form.title} needs {form.key_words}."
        raise FeedError(message, hint=f"its columns are {listed(binding.header)}; a profile can say which one it is")
    if form.check:
        form.check(binding, is_asked_for)
