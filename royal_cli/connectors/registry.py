"""Which connectors there are: royal's own, and those that other packages bring as entry points `royal.connectors`."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import httpx

from royal_cli.connectors.framework.account import Account
from royal_cli.connectors.framework.auth import LocalTokens, Tokens
from royal_cli.connectors.framework.budget import Budget, LocalBudget
from royal_cli.connectors.framework.caller import Caller, Patience
from royal_cli.connectors.framework.connector import Connector
from royal_cli.errors import UsageError

GROUP = "royal.connectors"
#: Royal's own, by type: where the class is. A module is imported when its channel is used.
OWN: Mapping[str, str] = {
    # A line each, in the order of the alphabet.
}


@cache
def _foreign() -> Mapping[str, str]:
    return {point.name: point.value for point in entry_points(group=GROUP)}


def connector_types() -> list[str]:
    """What `royal channel add --type` takes."""
    return sorted({*OWN, *_foreign()})


def connector_class(name: str) -> type[Connector]:
    """UsageError for a type that there is not."""
    place = OWN.get(name) or _foreign().get(name)
    if place is None:
        raise UsageError(f"There is no connector {name!r}.", hint=f"There are {', '.join(connector_types())}.")
    module, _, attribute = place.partition(":")
    found: type[Connector] = getattr(importlib.import_module(module), attribute)
    return found


@contextmanager
def connected(
    account: Account,
    *,
    budget: Budget | None = None,
    tokens: Tokens | None = None,
    transport: httpx.BaseTransport | None = None,
    simulator: Path | None = None,
    patience: Patience | None = None,
    notice: Callable[[str], None] = lambda message: None,
) -> Iterator[Connector]:
    """The connector of an account, ready to speak; its connections are closed at the end.

    `simulator` is the file in which the simulated vendor of a simulated account keeps what it knows.
    """
    found = connector_class(account.type)
    connector = found(account)
    if account.simulated:
        if simulator is None or found.simulator is None:
            raise UsageError(f"There is no simulated {found.title}.", hint="Leave --simulated out.")
        module, _, name = found.simulator.partition(":")
        transport = getattr(importlib.import_module(module), name).open(simulator)
    connector.caller = Caller(
        account=account,
        vendor=connector,
        auth=connector.auth(),
        budget=budget or LocalBudget(),
        tokens=tokens or LocalTokens(),
        transport=transport,
        patience=patience or Patience(),
        notice=notice,
    )
    with connector.caller:
        yield connector
