"""What the reading model sees in each sentence; see `comity.reading.encoder`."""

from __future__ import annotations

from comity.reading.draft import Draft
from comity.reading.encoder import Encoder
from comity.reading.recall import Recall


class Understanding:
    """Gives every sentence to the model once, for all later stages and all near duplicates."""

    name = "understanding"
    requires = frozenset({"sentences"})
    assigns = frozenset({"readings"})

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or Encoder.load()
        self.recall = Recall(self.encoder)

    def __call__(self, draft: Draft) -> None:
        """Writes `readings`, one for each sentence."""
        draft.readings = [self.recall.read([word.text for word in sentence.words]) for sentence in draft.sentences]
