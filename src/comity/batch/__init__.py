"""Many documents at once: one batch function, Arrow in and Arrow out, for one process, a pool of them, or a cluster."""

from comity.batch.datasets import Progress, read_dataset
from comity.batch.engines import EngineError, Options, engine_names
from comity.batch.tables import DOCUMENTS, READINGS, STATEMENTS, read_batch

__all__ = [
    "DOCUMENTS",
    "READINGS",
    "STATEMENTS",
    "EngineError",
    "Options",
    "Progress",
    "engine_names",
    "read_batch",
    "read_dataset",
]
