"""Every operation of the schema, asked with all that a machine can think of: no answer is an accident."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.schemas import BaseSchema

from comity.ledger import Ledger
from comity.model import EventCode
from comity.relations import match_waiting
from comity.web import make_app
from tests.relations.hand import document, told

_KNOWN = {"application/json", "text/html", "text/csv", "application/atom+xml", "image/svg+xml"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> BaseSchema:
    path: Path = tmp_path_factory.mktemp("schema") / "a.db"
    with Ledger(path) as book:
        met = told("Norway and Peru met in Lima.", EventCode.CONSULT, ["NOR", "PER"], date="2021-03-01")
        book.add(document("Wire", "2021-03-03", met, title="Talks in Lima"))
        match_waiting(book)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return schemathesis.openapi.from_asgi("/openapi.json", make_app(path))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_answer_is_an_accident(api: BaseSchema, data: st.DataObject) -> None:
    """No server error, and each answer in a media type that the schema or the error pages know."""
    operation = data.draw(st.sampled_from([found.ok() for found in api.get_all_operations()]))
    case: Case = data.draw(operation.as_strategy())
    answer = case.call()
    assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])
    assert answer.headers["content-type"][0].partition(";")[0] in _KNOWN, case.as_curl_command()
