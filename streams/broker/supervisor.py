"""Keep the broker's Java process from outliving the process that wanted it.

Run as a program of its own, in a session of its own, so that Ctrl-C in the terminal does not reach
the broker before its owner has stopped it cleanly::

    python -I -S supervisor.py CONTROL_FD OWNER_PID GRACE_SECONDS REMOVE_DIRECTORY COMMAND...

Reads commands from the pipe CONTROL_FD, whose only writer is the owner: ``s`` stops (SIGTERM) and
``k`` kills. End of file means that the owner is gone, however it died: the command gets SIGTERM,
and SIGKILL after GRACE_SECONDS; then REMOVE_DIRECTORY (unless empty) is removed. Prints the
command's process id on a line, and exits with its status. Imports the standard library only: it
starts in 20 ms and holds 10 MB.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time

# The pipe tells of the owner's death at once, unless a forked child of the owner still holds its
# end. The parent's id does not have that weakness.
_PARENT_CHECK_SECONDS = 0.5
_PR_SET_PDEATHSIG = 1


def _die_with_supervisor() -> None:
    """Ask Linux to kill the command should this supervisor itself be killed."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main(arguments: list[str]) -> int:  # noqa: C901  (one loop over one state)
    """Run the command until it ends, and return its exit status as a shell would."""
    control, owner, grace = int(arguments[0]), int(arguments[1]), float(arguments[2])
    remove, command = arguments[3], arguments[4:]

    wake_reader, wake_writer = os.pipe()
    os.set_blocking(wake_writer, False)
    signal.set_wakeup_fd(wake_writer)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    stop_requested = False

    def request_stop(*_: object) -> None:
        nonlocal stop_requested
        stop_requested = True

    signal.signal(signal.SIGTERM, request_stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=_die_with_supervisor,  # noqa: PLW1509  (there is one thread only)
    )
    print(process.pid, flush=True)  # noqa: T201
    os.close(1)

    orphaned = False
    kill_at = None
    watched = [control, wake_reader]
    while process.poll() is None:
        readable, _, _ = select.select(watched, [], [], _PARENT_CHECK_SECONDS)
        if wake_reader in readable:
            os.read(wake_reader, 512)
        command_byte = os.read(control, 1) if control in readable else None
        if command_byte == b"k":
            process.kill()
        elif command_byte == b"s":
            stop_requested = True
        if (command_byte == b"" or os.getppid() != owner) and not orphaned:
            orphaned = stop_requested = True
            kill_at = time.monotonic() + grace
            watched = [wake_reader]
        if stop_requested:
            stop_requested = False
            process.terminate()
        if kill_at is not None and time.monotonic() >= kill_at:
            process.kill()
    if orphaned:
        if remove:
            shutil.rmtree(remove, ignore_errors=True)
        # Whatever the command has started itself is in this session too: leave nothing behind.
        os.killpg(0, signal.SIGKILL)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
