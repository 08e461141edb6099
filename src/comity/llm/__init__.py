"""A reader that asks a language model over an OpenAI-compatible endpoint, and keeps only what stands in the text.

Needs `pip install "comity[llm]"`. Where the endpoint, the model and the key come from is told in `settings`; texts go to
another machine only after an explicit yes.
"""

from comity.llm.endpoint import AnswerError, Endpoint, EndpointError, Usage
from comity.llm.grounding import Grounded, ground
from comity.llm.reader import LanguageModelReader, from_environment
from comity.llm.settings import Settings

__all__ = [
    "AnswerError",
    "Endpoint",
    "EndpointError",
    "Grounded",
    "LanguageModelReader",
    "Settings",
    "Usage",
    "from_environment",
    "ground",
]
