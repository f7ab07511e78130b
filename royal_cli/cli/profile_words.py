"""Completes the names of mapping profiles on the command line."""

from pathlib import Path


def complete_profile(incomplete: str) -> list[str]:
    from royal_cli.commerce.feeds import profile_files

    return [name for name in profile_files.names(Path.cwd()) if name.startswith(incomplete)]
