"""The code books: complete, with the values of their sources and the one misprint mended."""

from __future__ import annotations

import pytest

from comity.knowledge import CameoCode, Type, agent_nouns, cameo, codebook, plover, role_codes, topic_words
from comity.model import ABOUT_ANOTHER_ACT, EventCode, Topic


def test_plover_has_its_sixteen_types() -> None:
    assert set(plover()) == set(EventCode)
    for code, kind in plover().items():
        assert kind.meaning
        assert kind.cameo
        assert -10 <= kind.intensity <= 10
        assert kind.about_another_act == (code in ABOUT_ANOTHER_ACT)


def test_conflict_is_negative_and_cooperation_positive() -> None:
    """ACCUSE stands as +3 in the source: a misprint for -3."""
    assert plover()[EventCode.ACCUSE].intensity == -3.0
    for kind in plover().values():
        side, tone = kind.quad.split()
        assert side in ("verbal", "material")
        assert (kind.intensity > 0) == (tone == "cooperation") or kind.code is EventCode.REQUEST


def test_every_cameo_code_has_its_parent_and_converts() -> None:
    for code in cameo():
        if len(code) > 2:
            assert code[:-1] in cameo() or code[:2] in cameo(), code
    roots = {code[:2] for code, row in cameo().items() if row.plover is None}
    assert roots == {"01"}


def test_the_two_goldstein_tables_differ_where_they_are_known_to() -> None:
    differing = {
        code for code, row in cameo().items()
        if row.goldstein_icews is not None and row.goldstein_gdelt is not None and row.goldstein_icews != row.goldstein_gdelt
    }  # fmt: skip
    assert differing == {"016", "022", "164", "165"}
    assert cameo()["190"].goldstein_icews == -10.0


def test_lookup() -> None:
    assert isinstance(codebook("accuse"), Type)
    assert isinstance(codebook("042"), CameoCode)
    with pytest.raises(KeyError, match="neither a PLOVER type"):
        codebook("XYZ")


def test_nouns_have_roles_and_roles_have_codes() -> None:
    nouns = agent_nouns()
    assert nouns["foreign minister"] == ("office", "foreign minister")
    assert nouns["rebels"][0] == "armed group"
    assert {role for role, _ in nouns.values()} == set(role_codes())
    assert all(noun == noun.lower() for noun in nouns)


def test_topics_are_those_of_the_model() -> None:
    whole, stems = topic_words()
    told = {topic for words in (whole, stems) for topics in words.values() for topic in topics}
    assert told == set(Topic)
