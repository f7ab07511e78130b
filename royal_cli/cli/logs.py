"""What royal logs, as lines on stderr."""

import logging
import sys

from royal_cli.cli.terminal import write
from royal_cli.settings import masked


class Lines(logging.Handler):
    """One line per record, without a password in it."""

    def emit(self, record: logging.LogRecord) -> None:
        write(f"royal: {record.levelname.lower()}: {masked(self.format(record))}\n", sys.stderr)


def log(level: str) -> None:
    """Let royal's own records of at least this level be seen."""
    logger = logging.getLogger("royal_cli")
    logger.setLevel(level.upper())
    if not any(isinstance(handler, Lines) for handler in logger.handlers):
        logger.addHandler(Lines())
