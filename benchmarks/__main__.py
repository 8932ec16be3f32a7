"""``python -m benchmarks [contest|stream|growth|scaling|articles] …``: without a name, the contest."""

import signal
import sys
from importlib import import_module

MODULES = {
    "contest": "contest",
    "stream": "stream",
    "growth": "growth",
    "scaling": "scaling",
    "articles": "make_articles",
}


def main() -> int:
    """Run the benchmark that the first argument names."""
    arguments = sys.argv[1:]
    name = arguments.pop(0) if arguments and arguments[0] in MODULES else "contest"
    # Ended by force, too, it ends what it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return int(import_module(f"benchmarks.{MODULES[name]}").main(arguments) or 0)
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
