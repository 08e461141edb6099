"""Which earlier phrase a pronoun, a description or a name means: a linear ranking of candidates by readable features.

A mention-ranking model after Denis and Baldridge (2008), "Specialized models and ranking for coreference resolution": each
candidate, and the answer "none of them", gets a score; features are crossed with the kind of the anaphor, so that "she", "it"
and "the country" each have weights of their own. The weights (`weights/antecedents.json`) are made by `training/antecedents.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from comity.reading.linear import weights_of

if TYPE_CHECKING:
    from comity.reading.encoder import SentenceReading

REACH = 12  # sentences back in which an antecedent is looked for; names are looked for in the whole text
_MALE = frozenset(
    "he him his himself mr sir lord king prince man men boy father son brother husband uncle gentleman grandfather nephew duke emperor spokesman chairman".split()
)
_FEMALE = frozenset(
    "she her hers herself mrs ms miss lady queen princess woman women girl mother daughter sister wife aunt grandmother niece duchess empress spokeswoman chairwoman".split()
)
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), "you"),
    **dict.fromkeys(("who", "whom", "whose", "which", "that"), "who"),
    **dict.fromkeys(("this", "these", "those"), "this"),
    **dict.fromkeys(("one", "some", "others", "both", "all", "each", "another"), "one"),
    **dict.fromkeys(("here", "there", "where"), "there"),
}
PERSONAL = ("he", "she", "it", "they")
"""The forms of the personal pronouns of the third person."""
_DEFINITE = frozenset("the this that these those his her its their our my your".split())
_INDEFINITE = frozenset("a an some any no every each many several few two three four other another more most".split())
_TITLES = frozenset(
    "mr mrs ms dr sir president king queen prime minister professor senator judge justice chairman lord lady".split()
)
_PRONOUN_FORMS = frozenset(_PRONOUNS.values())


@dataclass(slots=True)
class Phrase:
    """Words that mean somebody or something: [first, last) of a sentence, `kind` as far as it is known (person, place …)."""

    sentence: int
    first: int
    last: int
    kind: str = ""
    speaker: str = ""
    head: int = -1
    words: tuple[str, ...] = ()
    form: str = ""  # the kind of pronoun, else name, definite, indefinite, bare
    number: str = ""  # one, many
    gender: str = ""
    role: str = ""  # subject, object, oblique, owner …
    governor: int = -1

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands, to sort by: a longer phrase before those inside it."""
        return (self.sentence, self.first, -self.last)


def described(phrase: Phrase, reading: SentenceReading) -> Phrase:
    """The phrase with what its sentence's reading tells of it."""
    last = min(phrase.last, len(reading.words))
    inside = range(phrase.first, last)
    heads = [i for i in inside if not phrase.first <= reading.heads[i] < last]
    head = heads[0] if heads else phrase.first
    words = tuple(w.lower() for w in reading.words[phrase.first : last])
    phrase.head, phrase.words = head, words
    if not words:
        phrase.form = "bare"
        return phrase
    word = reading.words[head].lower() if head < len(reading.words) else words[0]
    tag = reading.tags[head] if head < len(reading.tags) else "X"
    if len(words) == 1 and words[0] in _PRONOUNS:
        phrase.form = _PRONOUNS[words[0]]
    elif tag == "PROPN" or (reading.words[head][:1].isupper() and head > 0):
        phrase.form = "name"
    elif words[0] in _DEFINITE:
        phrase.form = "definite"
    else:
        phrase.form = "indefinite" if words[0] in _INDEFINITE else "bare"
    joined = any(reading.relations[i] == "conj" and reading.heads[i] == head for i in inside)
    many = (
        phrase.form in ("they", "we")
        or joined
        or (tag == "NOUN" and word.endswith("s") and not word.endswith("ss"))
        or word in ("people", "men", "women", "children", "police", "these", "those", "both", "others")
    )
    phrase.number = "many" if many else "one"
    if set(words) & _MALE and not set(words) & _FEMALE:
        phrase.gender = "he"
    elif set(words) & _FEMALE and not set(words) & _MALE:
        phrase.gender = "she"
    relation = reading.relations[head] if head < len(reading.relations) else "dep"
    phrase.role, phrase.governor = relation, reading.heads[head] if head < len(reading.heads) else -1
    if relation == "nmod" and phrase.form in ("he", "she", "it", "they", "i", "we", "you") and head + 1 < len(reading.words):
        phrase.role = "owner"
    return phrase


@dataclass(slots=True)
class Cluster:
    """The phrases that are taken to mean the same."""

    phrases: list[Phrase] = field(default_factory=list)
    names: set[tuple[str, ...]] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    def add(self, phrase: Phrase) -> None:
        """Takes one more phrase in."""
        self.phrases.append(phrase)
        self.forms.add(phrase.form)
        gender = phrase.gender or (phrase.form if phrase.form in ("he", "she") else "")
        if gender:
            self.genders.add(gender)
        self.numbers.add(phrase.number)
        if phrase.form not in _PRONOUN_FORMS:
            self.heads.add(_head_word(phrase))
            if phrase.form == "name":
                self.names.add(_bare(phrase.words))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = [w for w in words if w not in _DEFINITE and w not in ("'s", "’s", "a", "an", ",")]
    return tuple(kept)


def _head_word(phrase: Phrase) -> str:
    at = phrase.head - phrase.first
    return phrase.words[at] if 0 <= at < len(phrase.words) else (phrase.words[-1] if phrase.words else "")


def _bucket(number: int, steps: tuple[int, ...] = (0, 1, 2, 3, 5, 8, 13)) -> str:
    return str(max(step for step in steps if step <= number)) if number >= steps[0] else "-"


def features(a: Phrase, cluster: Cluster, rank: int, among_kind: int) -> Iterator[str]:
    """What speaks for or against a cluster as what phrase `a` means; `rank` counts clusters by how lately they were named,
    `among_kind` only those of the phrase's own kind (-1 for another kind).
    """
    c = cluster.phrases[-1]
    gap = a.sentence - c.sentence
    pronoun = a.form in _PRONOUN_FORMS
    yield "any"
    yield f"gap={_bucket(gap)}"
    yield f"rank={_bucket(rank)}"
    yield f"form={c.form}"
    if among_kind >= 0:
        yield f"rank among its kind={_bucket(among_kind)}"
    yield f"gap+role={_bucket(gap, (0, 1, 2, 3))}+{c.role if c.role in ('nsubj', 'obj', 'obl', 'nmod', 'owner', 'root') else 'other'}"
    yield f"size={_bucket(len(cluster.phrases), (1, 2, 3, 5, 8, 13, 21))}"
    yield f"kind={a.kind or '?'}+{c.kind or '?'}" if not pronoun or a.kind else f"kind={c.kind or '?'}"
    if a.kind and c.kind:
        yield "kind same" if a.kind == c.kind else "kind other"
    yield f"number={a.number}+{'+'.join(sorted(cluster.numbers))}"
    gender = a.gender or (a.form if a.form in ("he", "she") else "")
    if gender and cluster.genders:
        yield "gender same" if gender in cluster.genders else "gender other"
    elif gender:
        yield f"gender open, {c.form}"
    if a.role == c.role and gap <= 1:
        yield f"role same={a.role}"
    if a.form in cluster.forms and pronoun:
        yield f"same pronoun, gap={_bucket(gap, (0, 1, 2, 3, 5))}"
    if gap == 0:
        if a.first < c.last and c.first < a.last:
            yield "nested"
        elif a.governor == c.governor and a.role != "owner" and c.role != "owner" and a.words[-1:] != ("themselves",):
            yield f"same clause={c.role}+{a.role}"
        if c.governor == a.governor or a.head == c.governor:
            yield "near in the tree"
        yield f"between={_bucket(max(0, a.first - c.last), (0, 1, 2, 4, 8, 16))}"
    if a.speaker or c.speaker:
        alike = "same" if a.speaker == c.speaker else "other"
        yield f"speaker {alike}" + (f", {a.form}+{c.form}" if a.form in ("i", "you", "we") else "")
    if not pronoun:
        short = len(_bare(a.words)) == 1
        if a.form == "definite":
            first = a.words[0] if a.words[0] in ("the", "this", "that", "these", "those") else "its"
            yield f"{first}, {'short' if short else 'long'}, {'named' if cluster.names else 'unnamed'}, gap={_bucket(gap, (0, 1, 2, 4))}"
            if among_kind >= 0:
                yield f"{first}, {'short' if short else 'long'}, rank among its kind={_bucket(among_kind, (0, 1, 2, 4))}"
        for like in _likeness(a, cluster):
            yield like
            if a.form in ("definite", "bare", "indefinite"):
                yield f"{like}, {'short' if short else 'long'}, {a.number}"


def _initials(name: tuple[str, ...]) -> str:
    return "".join(word[0] for word in name if word not in ("of", "the", "and", "for"))


def _likeness(a: Phrase, cluster: Cluster) -> Iterator[str]:
    word, bare = _head_word(a), _bare(a.words)
    if any(_bare(p.words) == bare for p in cluster.phrases):
        yield "same words"
    if word in cluster.heads:
        yield "same head"
        mine = set(bare) - {word}
        if any(
            _head_word(p) == word and mine and mine - set(p.words) and set(_bare(p.words)) - set(a.words)
            for p in cluster.phrases
        ):
            yield "same head, other words beside"
    elif cluster.heads:
        yield "other head"
    if a.form == "name" and bare:
        if any(bare[-1] == name[-1] for name in cluster.names if name):
            yield "same last name"
        elif len(bare) == 1 and any(bare[0] in name for name in cluster.names):
            yield "part of a name"
        elif len(bare) == 1 and len(bare[0]) > 1 and bare[0].replace(".", "") in map(_initials, cluster.names):
            yield "initials of a name"
    if a.form in ("definite", "bare") and any(word in p.words for p in cluster.phrases):
        yield "head among its words"
    if a.form == "definite" and set(a.words) & _TITLES and cluster.names:
        yield "title of a name"


class Ranker:
    """Scores clusters as what a phrase means, by weights of feature names crossed with the phrase's form."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Ranker:
        """The shipped weights."""
        return cls(weights_of("antecedents"))

    def best(self, a: Phrase, clusters: Sequence[Cluster]) -> Cluster | None:
        """The cluster that a phrase means, or None where that is likelier none of them."""
        best, most = None, 0.0
        for cluster, rank, among_kind in candidates(a, clusters):
            score = round(self.score(a, cluster, rank, among_kind), 6)
            if score > most:
                best, most = cluster, score
        return best

    def score(self, a: Phrase, cluster: Cluster, rank: int, among_kind: int) -> float:
        """How well a cluster fits; above 0, better than nothing."""
        get, form = self.weights.get, a.form
        return sum(get(f"{form}|{n}", 0.0) + get(f"|{n}", 0.0) for n in features(a, cluster, rank, among_kind))


def candidates(a: Phrase, clusters: Sequence[Cluster]) -> list[tuple[Cluster, int, int]]:
    """The clusters that a phrase may mean, the lately named first: with their rank, and that among its kind."""
    reach = 10**9 if a.form == "name" else REACH * 4 if a.form in ("definite", "i", "we", "you") else REACH
    near = [c for c in clusters if a.sentence - c.phrases[-1].sentence <= reach]
    near.sort(key=lambda c: (c.phrases[-1].sentence, c.phrases[-1].first), reverse=True)
    found, alike = [], 0
    for rank, cluster in enumerate(near):
        same = bool(a.kind) and cluster.phrases[-1].kind == a.kind
        found.append((cluster, rank, alike if same else -1))
        alike += same
    return found


def linked(phrases: Sequence[Phrase], ranker: Ranker) -> list[Cluster]:
    """The clusters of a text's phrases, which are taken in order, each to the best cluster before it or to a new one."""
    clusters: list[Cluster] = []
    for a in sorted(phrases, key=lambda p: p.place):
        best = ranker.best(a, clusters)
        if best is None:
            best = Cluster()
            clusters.append(best)
        best.add(a)
    return clusters
