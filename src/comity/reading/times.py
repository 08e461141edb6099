"""Time expressions, resolved at the document's date."""

from __future__ import annotations

from comity.reading import time_grammar
from comity.reading.draft import Draft, TimeExpression


class Times:
    """Reads the time expressions of each sentence."""

    name = "times"
    requires = frozenset({"document", "sentences"})
    assigns = frozenset({"times"})

    def __call__(self, draft: Draft) -> None:
        """Writes `times`."""
        anchor = draft.document.date
        for index, sentence in enumerate(draft.sentences):
            for found in time_grammar.find(draft.text, anchor, sentence.start, sentence.end):
                draft.times.append(TimeExpression(found.start, found.end, index, found.when, "date", found.rule))
