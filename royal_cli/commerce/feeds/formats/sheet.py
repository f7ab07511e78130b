"""One chunk of a feed by what its columns are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from royal_cli.commerce.feeds.formats.declare import AnyFormat
from royal_cli.commerce.feeds.headers import clean, fold
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.rows import RawChunk
from royal_cli.commerce.feeds.values import ColumnEvidence, Problems, identifier

if TYPE_CHECKING:
    from royal_cli.commerce.feeds.formats.headings import Heading

#: How a reader tells columns of the same name apart.
_AGAIN = re.compile(r"(.+) \(\d+\)")


@dataclass(slots=True)
class Binding:
    """Where the roles of a format stand under one header."""

    header: tuple[str, ...]
    places: dict[str, list[int]] = field(default_factory=dict)
    #: Role -> name in the header -> column, for headers such as "Price / Canada".
    named: dict[str, dict[str, int]] = field(default_factory=dict)
    #: Role -> unit in the header.
    units: dict[str, str] = field(default_factory=dict)
    #: Role -> what every cell of a column that the feed does not have would say.
    constants: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    #: Role -> headers that all claim it, where there can be one only.
    doubled: dict[str, list[str]] = field(default_factory=dict)


def bind(header: tuple[str, ...], form: AnyFormat, meant: Mapping[str, Sequence[str]] | None = None) -> Binding:
    """Find the roles under a header. `meant` are the format's headers that a feed's own (folded) stand for."""
    binding = Binding(header)
    bound = form.bind_first(binding) if form.bind_first else set()
    for place, name in enumerate(header):
        if place in bound:
            continue
        stands_for = (meant or {}).get(fold(name), () if form.only_meant else (name,))
        placed = [_place(binding, form, place, word) for word in stands_for]
        if not any(placed):
            binding.unused.append(name)
    if form.refine:
        form.refine(binding)
    return binding


def _place(binding: Binding, form: AnyFormat, place: int, word: str) -> bool:
    for match, role in form.patterns:
        if found := match.fullmatch(clean(word)):
            groups = found.groupdict()
            if unit := groups.get("unit"):
                binding.units[role] = unit.casefold()
            if "name" not in groups:
                return _take(binding, form, role, place)
            binding.named.setdefault(role, {}).setdefault(groups["name"].strip(), place)
            return True
    if form.reads and (heading := form.reads(word)):
        return _take_heading(binding, form, heading, place)
    role = _role(form, word)
    return bool(role) and _take(binding, form, role, place)


def _take_heading(binding: Binding, form: AnyFormat, found: "Heading", place: int) -> bool:
    if found.name:
        binding.named.setdefault(found.role, {}).setdefault(found.name, place)
        return True
    if unit := found.unit or found.currency:
        binding.units[found.role] = unit
    return _take(binding, form, found.role, place)


def _role(form: AnyFormat, word: str) -> str:
    role = form.columns.get(fold(word))
    if role is None and (again := _AGAIN.fullmatch(clean(word))):
        role = form.columns.get(fold(again[1]), "")
        return role if role in form.several else ""
    return role or ""


def _take(binding: Binding, form: AnyFormat, role: str, place: int) -> bool:
    taken = binding.places.setdefault(role, [])
    if taken and role not in form.several:
        binding.doubled.setdefault(role, [binding.header[taken[0]]]).append(binding.header[place])
        return False
    taken.append(place)
    return True


def meaning(role: str) -> str:
    """A role in words: the compare at price."""
    return role.rpartition(".")[2].replace("_", " ")


class Sheet:
    """The cells of a chunk by role, a column at a time, and what is needed to make values of them."""

    def __init__(
        self,
        chunk: RawChunk,
        form: AnyFormat,
        binding: Binding,
        options: FeedOptions,
        evidence: dict[str, ColumnEvidence] | None = None,
        surveyed: object = None,
        memory: dict[str, Any] | None = None,
    ) -> None:
        self.chunk = chunk
        self.form = form
        self.binding = binding
        self.options = options
        #: What the format's survey of the whole feed has found.
        self.surveyed = surveyed
        #: What a format keeps in mind from one chunk to the next.
        self.memory = {} if memory is None else memory
        self.problems = Problems.of(chunk)
        self.size = len(chunk.rows)
        self._columns: dict[int, list[str]] = {}
        self._stated: dict[str, tuple[str, Sequence[str]]] = {}
        self._evidence = {} if evidence is None else evidence

    def state(self, role: str, header: str, cells: Sequence[str]) -> None:
        """Let these cells stand for a role; `header` is what the feed calls them."""
        self._stated[role] = (header, cells)

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles of which the feed says something."""
        return tuple(dict.fromkeys((*self.binding.places, *self.binding.constants, *self._stated)))

    def has(self, *roles: str) -> bool:
        return any(
            role in self._stated or role in self.binding.places or role in self.binding.constants for role in roles
        )

    def cells(self, role: str) -> Sequence[str]:
        """The cells of a role; empty ones where the feed has no such column."""
        if role in self._stated:
            return self._stated[role][1]
        places = self.binding.places.get(role)
        return self.column(places[0]) if places else [self.binding.constants.get(role, "")] * self.size

    def names(self, role: str) -> list[str]:
        """The cells of a role that names something, without a spreadsheet's marks; "" where one is damaged."""
        if not self.has(role):
            return [""] * self.size
        found = identifier(self.cells(role), Problems.of(self.chunk), role, key=True)
        return [name or "" for name in found]

    def every(self, role: str) -> list[tuple[str, Sequence[str]]]:
        """Header and cells of all columns of a role."""
        if role in self._stated:
            return [self._stated[role]]
        return [(self.chunk.header[place], self.column(place)) for place in self.binding.places.get(role, ())]

    def named(self, role: str) -> dict[str, tuple[str, Sequence[str]]]:
        """Name -> header and cells, for headers that carry a name."""
        return {
            name: (self.chunk.header[place], self.column(place))
            for name, place in self.binding.named.get(role, {}).items()
        }

    def column(self, place: int) -> list[str]:
        if place not in self._columns:
            self._columns[place] = list(map(itemgetter(place), self.chunk.rows))
        return self._columns[place]

    def header(self, role: str) -> str:
        if role in self._stated:
            return self._stated[role][0]
        places = self.binding.places.get(role)
        return self.chunk.header[places[0]] if places else role

    def unit(self, role: str) -> str | None:
        return self.binding.units.get(role)

    def evidence(self, header: str) -> ColumnEvidence:
        """What the column has shown of its decimal mark, from the first chunk of the feed on."""
        return self._evidence.setdefault(header, ColumnEvidence())


def has_any(sheet: Sheet, roles: Sequence[str], named: Sequence[str] = ()) -> list[bool]:
    """Whether a row says something under any of these roles."""
    columns = [sheet.cells(role) for role in roles if sheet.has(role)]
    columns += [cells for role in named for _, cells in sheet.named(role).values()]
    if not columns:
        return [False] * sheet.size
    return [any(map(str.strip, row)) for row in zip(*columns, strict=True)]
