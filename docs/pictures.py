"""`make pictures`: runs the commands in a terminal of a fixed size and draws what they print into docs/pictures."""

import csv
import fcntl
import io
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
ROYAL = Path(sys.executable).with_name("royal")
COLUMNS, LINES = 110, 60

DEARER = ("boatyard-work-shirt", "brass-porthole-mirror")

#: Picture -> the commands whose output it shows, one after the other in the same shop.
PICTURES = {
    "import": ["royal product import catalogue.csv"],
    "list": ["royal product list --limit 12"],
    "show": ["royal product show boatyard-work-shirt"],
    "difference": ["royal product import dearer.csv --dry-run"],
    "undo": ["royal product import dearer.csv --yes --quiet", "royal history show last", "royal undo last"],
    "doctor": ["royal doctor"],
    "order": [
        "royal order import orders.csv --profile orders.toml --yes --quiet",
        "royal order ship 20260901 --allow unknown --carrier PostNL --number 3SABCD1234567 --yes --quiet",
        "royal order show 20260901",
    ],
}


def main() -> None:
    target = ROOT / "docs/pictures"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        shop.mkdir()
        for file in ("examples/catalogue.csv", "examples/orders.csv", "config/profiles/orders.toml"):
            shutil.copy(ROOT / file, shop)
        raise_prices(shop / "catalogue.csv", shop / "dearer.csv")
        output_of("royal init --yes", shop)
        for name, commands in PICTURES.items():
            recorded = [(command, output_of(command, shop)) for command in commands]
            (target / f"{name}.svg").write_text(drawn(name, recorded), encoding="utf-8")


def raise_prices(feed: Path, dearer: Path) -> None:
    """The same feed with other prices for two products, and one price that is none."""
    with feed.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["product"] in DEARER:
            row["price"] = str(Decimal(row["price"]) + 5)
        elif row["product"] == "coffee-pot-8-cups":
            row["price"] = "44.9S"
    with dearer.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def output_of(command: str, folder: Path) -> str:
    """What a person at a terminal would be left with; a line that renews itself leaves its last state."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    words = [str(ROYAL), *shlex.split(command)[1:]]
    child = subprocess.Popen(words, cwd=folder, env=_environment(folder), stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = _all_of(ours)
    child.wait()
    lines = (line.removesuffix("\r").rpartition("\r")[2] for line in written.split("\n"))
    return re.sub(r"\x1b\[\d*K", "", "\n".join(lines)).rstrip("\n")


def _all_of(terminal: int) -> str:
    blocks = []
    with open(terminal, "rb", buffering=0) as stream:
        try:
            while block := stream.read(1 << 16):
                blocks.append(block)
        except OSError:  # how Linux says that the other end was closed
            pass
    return b"".join(blocks).decode()


def _environment(folder: Path) -> dict[str, str]:
    """A shop of its own, in Amsterdam, on a terminal with colours."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "ROYAL_DATABASE_URL": "sqlite:///shop.db",
        "ROYAL_NO_PROMPT": "1",
    }


def drawn(name: str, recorded: list[tuple[str, str]]) -> str:
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for command, output in recorded:
        console.print(Text.assemble(("$ ", "dim"), (command, "bold")))
        console.print(Text.from_ansi(output))
    svg = console.export_svg(title="royal", unique_id=name)
    # A picture loads nothing from elsewhere.
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    main()
