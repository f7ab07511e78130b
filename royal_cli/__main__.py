"""Where the program `royal`, and `python -m royal_cli`, begin."""

import os
import sys


def run() -> None:
    """Load the program and run it; Ctrl-C while it still loads is answered as later on."""
    try:
        from royal_cli.cli import main
    except KeyboardInterrupt:
        sys.stderr.write("royal: Interrupted.\n")
        sys.stderr.flush()
        os._exit(130)
    main.run()


if __name__ == "__main__":
    run()
