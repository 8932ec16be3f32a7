"""Flat records from an enriched event, for topics that are queried by entity or figure."""

from bisect import bisect_right

from streams.enrich.sentences import sentence_spans
from streams.records import EnrichedArticle, EntityRecord, FigureRecord


def entity_records(event: EnrichedArticle) -> list[EntityRecord]:
    """Return one record for each entity, in the event's order."""
    return [
        EntityRecord(
            event_id=event.event_id,
            article_id=event.article_id,
            entity=entity,
            source=event.article.source,
            published_at=event.article.published_at,
            received_at=event.received_at,
        )
        for entity in event.entities
    ]


def figure_records(event: EnrichedArticle) -> list[FigureRecord]:
    """Return one record for each figure with the sentence it stands in, in the event's order."""
    if not event.figures:
        return []
    article = event.article
    fields = {"text": article.text, "title": article.title or ""}
    sentences = {name: sentence_spans(content) for name, content in fields.items()}
    starts = {name: [start for start, _ in spans] for name, spans in sentences.items()}
    records = []
    for figure in event.figures:
        index = max(bisect_right(starts[figure.field], figure.start) - 1, 0)
        start, end = sentences[figure.field][index]
        records.append(
            FigureRecord(
                event_id=event.event_id,
                article_id=event.article_id,
                figure=figure,
                sentence=fields[figure.field][start : max(end, figure.end)],
                source=article.source,
                published_at=article.published_at,
                received_at=event.received_at,
            )
        )
    return records
