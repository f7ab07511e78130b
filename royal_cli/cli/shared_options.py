"""Options that several commands have: declared once, and given to a command as one value."""

import inspect
from collections.abc import Callable
from typing import Any


def taking(**groups: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The command with further options: in the place of a parameter those of a function, which makes its value of them.

    @app.command("list", ...)
    @taking(filters=filters_of_options)
    def list_products(limit: ... = None, *, filters: Filters) -> None:
    """

    def extended(function: Callable[..., None]) -> Callable[..., None]:
        options = {name: inspect.signature(group).parameters for name, group in groups.items()}
        own = inspect.signature(function)

        def command(**given: Any) -> None:
            made = {
                name: groups[name](**{option: given.pop(option) for option in taken}) for name, taken in options.items()
            }
            function(**given, **made)

        parameters = [
            option.replace(kind=parameter.kind)
            for name, parameter in own.parameters.items()
            for option in (options[name].values() if name in options else [parameter])
        ]
        vars(command)["__signature__"] = own.replace(parameters=parameters)
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        command.__name__, command.__doc__ = function.__name__, function.__doc__
        return command

    return extended
