"""Logging: text on a terminal, one JSON object a line elsewhere."""

import logging
import sys
from datetime import UTC, datetime
from typing import Literal

import orjson

from streams.codecs import rfc3339

# What every LogRecord has; anything else came with `extra` and is worth showing.
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}

REPEAT_SECONDS = 10.0

# Chatty at INFO about what our own lines already say, or about their own internals.
_QUIET = ("aiokafka", "faust", "mode", "asyncio", "aiohttp")
# Say so whenever they try again: one while a coordinator is elected, at every start of a fresh cluster; the other
# when the first records of a transaction come before Kafka knows of it. What comes of it, our own lines say.
_RETRYING = {"aiokafka.consumer.group_coordinator": "CRITICAL", "aiokafka.producer.sender": "ERROR"}
# At DEBUG it writes every request out: with SASL PLAIN the password among them.
_SECRETS = "aiokafka.conn"


def configure(level: str, log_format: Literal["auto", "text", "json"] = "auto") -> None:
    """Send log lines to standard error; standard output is for data."""
    handler = logging.StreamHandler(sys.stderr)
    as_text = log_format == "text" or (log_format == "auto" and sys.stderr.isatty())
    handler.setFormatter(TextFormatter() if as_text else JsonFormatter())
    handler.addFilter(RepeatFilter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(level if level == "DEBUG" else "WARNING")
    for name, least in _RETRYING.items():
        logging.getLogger(name).setLevel(level if level == "DEBUG" else least)
    logging.getLogger(_SECRETS).setLevel("INFO" if level == "DEBUG" else "WARNING")


def quiet() -> None:
    """Show nothing of the libraries: for commands whose own messages say all that matters."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class RepeatFilter(logging.Filter):
    """Lets a library's message through once in ten seconds.

    A client that can't connect says so some fifty times a second.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the line is to be shown."""
        if not record.name.startswith(_QUIET):
            return True
        # Templates are few: they stand in the libraries' code.
        key = (record.name, str(record.msg))
        if record.created - self._last.get(key, 0.0) < REPEAT_SECONDS:
            return False
        self._last[key] = record.created
        return True


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, event, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": rfc3339(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode(errors="replace")


class TextFormatter(logging.Formatter):
    """For people: time, level, event, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; control characters in it are escaped."""
        moment = datetime.fromtimestamp(record.created, UTC).astimezone()
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        line = f"{moment:%H:%M:%S} {record.levelname.lower():7} {record.getMessage()} {fields}"
        line = line.rstrip().encode("unicode_escape").decode("ascii") if _hostile(line) else line
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line.rstrip()


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in record.__dict__.items() if name not in _STANDARD}


def _hostile(line: str) -> bool:
    # Log lines quote errors, errors quote articles, articles may hold terminal escapes.
    return not line.isprintable()
