"""What all records share."""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all records: immutable, keyword-only, compared by value.

    ``gc=False`` is safe because records never form reference cycles; it saves the garbage collector
    from tracking some thirty objects an article.
    """
