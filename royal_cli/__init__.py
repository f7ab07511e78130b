"""royal: what one operator needs to run a shop on many channels from a terminal."""


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("royal-cli")
    except PackageNotFoundError:
        return "(not installed)"
