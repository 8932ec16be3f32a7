"""The errors that an article can meet, and those that stop a command."""

from enum import StrEnum


class ErrorType(StrEnum):
    """Why an article became a dead letter. Bounded: these are metric labels too."""

    INVALID_JSON = "invalid_json"
    SCHEMA_VIOLATION = "schema_violation"
    UNSUPPORTED_VERSION = "unsupported_version"
    TOO_LARGE = "too_large"
    EMPTY_BODY = "empty_body"
    ENRICHMENT_FAILED = "enrichment_failed"
    ENRICHMENT_TIMEOUT = "enrichment_timeout"
    WORKER_CRASHED = "worker_crashed"


ERROR_HELP: dict[ErrorType, str] = {
    ErrorType.INVALID_JSON: "The value is not JSON in UTF-8, or is missing.",
    ErrorType.SCHEMA_VIOLATION: "The JSON is not an article: a field is missing or of a wrong type.",
    ErrorType.UNSUPPORTED_VERSION: "`schema` names a version that this worker does not know.",
    ErrorType.TOO_LARGE: "The value, or what it became, is larger than the limit.",
    ErrorType.EMPTY_BODY: "Neither text nor title holds anything but white space.",
    ErrorType.ENRICHMENT_FAILED: "The pipeline raised an exception on this article.",
    ErrorType.ENRICHMENT_TIMEOUT: "The pipeline did not finish this article in time.",
    ErrorType.WORKER_CRASHED: "The enrichment process died on this article, twice.",
}


class NewsstreamError(Exception):
    """An error that the command line shows as one message, with what to do about it.

    Attributes:
        exit_status: What the command ends with.
    """

    exit_status = 1


class UsageError(NewsstreamError):
    """The command's arguments or settings are off."""

    exit_status = 2


class UnreachableError(NewsstreamError):
    """Kafka can't be reached, or is not what is needed."""

    exit_status = 3


class NotAllowedError(UnreachableError):
    """Kafka knows the user and does not allow what was asked."""


class DecodeError(Exception):
    """A record's value is no article.

    Attributes:
        error_type: Which kind.
        article_id: The article's id when it could be read all the same.
    """

    def __init__(self, error_type: ErrorType, message: str, article_id: str | None = None) -> None:
        """Keep the kind beside the message."""
        super().__init__(message)
        self.error_type = error_type
        self.article_id = article_id
