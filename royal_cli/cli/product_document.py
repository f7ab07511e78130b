"""placeholder"""


def edit(*a: object, **k: object) -> None: ...
