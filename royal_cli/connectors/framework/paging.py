"""The ways in which channels hand out long lists, page after page. Each is told the request and its answer, and makes
the next request, or None at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from royal_cli.connectors.framework.exchange import Answer, Request


class Pager(Protocol):
    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None: ...


def at(data: Any, path: str) -> Any:
    """What stands at "a.b.c" of a document; None where one of them is missing."""
    for name in filter(None, path.split(".")):
        data = data.get(name) if isinstance(data, dict) else None
    return data


@dataclass(frozen=True, slots=True)
class OnePage:
    """There is only one page."""

    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None:
        return None


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Pages are counted; one without records is behind the last."""

    param: str = "page"
    first: int = 1

    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None:
        if not records:
            return None
        page = int(dict(request.params).get(self.param, self.first))
        return replace(request, **request.with_params(**{self.param: str(page + 1)}))


@dataclass(frozen=True, slots=True)
class Offset:
    """So many records are left out. The list ends at the stated `total`, or where it is not stated at an empty page."""

    total: str = "paging.total"
    param: str = "offset"

    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None:
        offset = int(dict(request.params).get(self.param, 0)) + len(records)
        total = at(answer.data, self.total)
        if not records or (isinstance(total, int) and offset >= total):
            return None
        return replace(request, **request.with_params(**{self.param: str(offset)}))


@dataclass(frozen=True, slots=True)
class Token:
    """The answer names the next page; no name is the end. `alone`: the next request has no other parameter."""

    path: str
    param: str
    alone: bool = False

    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None:
        token = at(answer.data, self.path)
        if token in (None, ""):
            return None
        if self.alone:
            return replace(request, params=((self.param, str(token)),))
        return replace(request, **request.with_params(**{self.param: str(token)}))


@dataclass(frozen=True, slots=True)
class Link:
    """The answer has the address of the next page: in its body at `path`, or in the header Link."""

    path: str | None = None

    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None:
        url = at(answer.data, self.path) if self.path else _linked(answer.headers.get("Link", ""))
        if not url:
            return None
        parts = urlsplit(str(url))
        params = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return replace(request, url=str(url).partition("?")[0], params=params)


@dataclass(frozen=True, slots=True)
class Made:
    """The connector makes the next request itself, such as a GraphQL document with another cursor."""

    make: Callable[[Request, Answer, Sequence[Any]], Request | None]

    def next(self, request: Request, answer: Answer, records: Sequence[Any]) -> Request | None:
        return self.make(request, answer, records)


def _linked(header: str) -> str | None:
    for part in header.split(","):
        address, _, rest = part.partition(";")
        if 'rel="next"' in rest.replace("'", '"') or "rel=next" in rest:
            return address.strip().strip("<>")
    return None
