"""What a feed format declares: how it is recognised, what its columns are, and what its rows mean."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from royal_cli.commerce.feeds.rows import RawChunk

if TYPE_CHECKING:
    from royal_cli.commerce.feeds.formats.headings import Heading
    from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
    from royal_cli.commerce.feeds.source import Source

#: The rows by what their columns are, and what is made of them: a `Sheet` and a `Batch` of products, or of orders.
S = TypeVar("S", bound="Sheet")
B = TypeVar("B")

#: A workbook holds delimited tables, too.
Container = Literal["delimited", "xml", "json"]


class Pattern(NamedTuple):
    """Headers that carry a `name` or a `unit`, as groups: `Price / Canada`, `Weight (lbs)`."""

    match: re.Pattern[str]
    role: str


def pattern(expression: str, role: str) -> Pattern:
    return Pattern(re.compile(expression, re.IGNORECASE), role)


class Seen(NamedTuple):
    """What recognition looks at: folded header words, the container, and the root element of XML."""

    header: tuple[str, ...]
    words: frozenset[str]
    container: Container
    #: XML: the name of the root element.
    root: str = ""

    def count(self, *words: str) -> int:
        return len(self.words & set(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(Generic[S, B]):
    """One kind of feed.

    A role is a canonical field ("variant.gtin"), converted without further ado, or a word of the format's own
    ("image_position"), whose cells `shape` reads.
    """

    name: str
    title: str
    #: Folded header -> role.
    columns: Mapping[str, str]
    #: From 0 (certainly not) to 100 (certainly).
    fits: Callable[[Seen], int]
    #: The product or order of each row; "" where the row does not say.
    keys: Callable[[S], list[str]]
    #: Fill in what the converted columns do not say by themselves: which rows sell, options, images, sale prices.
    shape: Callable[[S, B], None]
    #: The roles of which a feed needs one, and how to ask for it.
    key_roles: tuple[str, ...]
    key_words: str
    patterns: tuple[Pattern, ...] = ()
    #: Take a header apart that no pattern knows, before it is looked for in the columns.
    reads: Callable[[str], "Heading | None"] | None = None
    #: Give every line of an order a row of its own, where a row of the file has several; rows are then counted anew.
    divide: Callable[[RawChunk], RawChunk] | None = None
    #: Bring a chunk into the shape that the columns describe, before anything else looks at it.
    prepare: Callable[[RawChunk], RawChunk] | None = None
    #: The same, where that takes something that stands in the feed outside of its rows, such as a tree of categories.
    study: Callable[["Source"], Callable[[RawChunk], RawChunk]] | None = None
    #: Go through the whole feed before its rows are read, for what rows far apart say of each other (Sheet.surveyed).
    survey: Callable[[Iterable[S]], object] | None = None
    #: Say which cells stand for a role (Sheet.state) where that depends on more than the header.
    choose: Callable[[S], None] | None = None
    #: Bind the columns that only the whole header explains, before all others; which ones those are.
    bind_first: Callable[["Binding"], set[int]] | None = None
    #: Look at the whole header once more, where a column's meaning depends on its neighbours.
    refine: Callable[["Binding"], None] | None = None
    #: Refuse a header that could be meant in several ways; True: the operator has named the format.
    check: Callable[["Binding", bool], None] | None = None
    containers: frozenset[Container] = frozenset({"delimited"})
    #: XML: the elements that are rows.
    items: tuple[str, ...] = ("item", "entry")
    #: XML: attributes that become columns, on whatever element they stand.
    attributes: frozenset[str] = frozenset()
    #: What a feed is called that only lists stock or prices of known products; "" where it describes them.
    listing: Callable[["Binding"], str] | None = None
    #: The currency that the operator states is also that of markets which do not say theirs.
    markets_share_currency: bool = False
    #: The decimal mark that the operator states is that of prices: weights and sizes are written in another way.
    measures_apart: bool = False
    #: A column counts only if a profile says what it stands for.
    only_meant: bool = False
    #: Roles that several columns may fill.
    several: frozenset[str] = frozenset()
    tag_separators: str = ","
    category_separators: str = ">"
    image_separators: str = ",;| \n"
    #: Words of a status column -> active, draft or archived.
    statuses: Mapping[str, str] = field(
        default_factory=lambda: {
            "active": "active", "published": "active", "enabled": "active", "visible": "active",
            "draft": "draft", "hidden": "draft", "disabled": "draft", "inactive": "draft",
            "archived": "archived", "discontinued": "archived",
        }
    )  # fmt: skip


AnyFormat = Format[Any, Any]
