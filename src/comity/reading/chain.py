"""The shipped reader: which stages it has, in which order."""

from __future__ import annotations

from comity.reading.attribution import Attributions
from comity.reading.coreference import Coreference
from comity.reading.encoder import Encoder
from comity.reading.events import Events
from comity.reading.figures import Figures
from comity.reading.first_person import FirstPersons
from comity.reading.mentions import Mentions
from comity.reading.quotations import Quotations, Quotes
from comity.reading.reader import ChainReader
from comity.reading.sentences import Sentences
from comity.reading.ties import Ties
from comity.reading.times import Times
from comity.reading.understanding import Understanding
from comity.version import __version__


def default_reader() -> ChainReader:
    """The reader that comity ships. Its coder's name holds the version of the package and of the model."""
    encoder = Encoder.load()
    coder = f"comity-{__version__}-model-{encoder.version}"
    return ChainReader(
        coder,
        [
            Sentences(),
            Times(),
            Understanding(encoder),
            Mentions(),
            Coreference(),
            Quotations(),
            FirstPersons(),
            Quotes(coder),
            Attributions(),
            Figures(coder),
            Events(coder),
            Ties(coder),
        ],
    )
