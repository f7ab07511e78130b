"""Runs royal on a pseudo-terminal, and answers its questions."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
from collections.abc import Sequence

#: Takes away the text that is proposed.
CLEAR = "\x15"
ENTER, DOWN, CTRL_C = "\r", "\x1b[B", "\x03"


def on_a_terminal(*words: str, answers: Sequence[tuple[str, str]], columns: int = 80) -> tuple[int, str]:
    """The exit code and all that the terminal showed; each answer is given once the text before it has appeared."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(sys.executable, [sys.executable, "-m", "royal_cli", *words])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    shown, answered = "", 0
    waiting = list(answers)
    while True:
        if select.select([terminal], [], [], 0.3)[0]:
            try:
                shown += os.read(terminal, 65_536).decode(errors="replace")
            except OSError:
                break
            if shown.endswith("\x1b[6n"):
                os.write(terminal, b"\x1b[1;1R")
        elif waiting and waiting[0][0] in shown[answered:]:
            answered = len(shown)
            os.write(terminal, waiting.pop(0)[1].encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown
