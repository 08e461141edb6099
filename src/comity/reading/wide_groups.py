"""Actors that belong to no one state: "other countries", "world powers", "Asian officials", "international pressure"."""

from __future__ import annotations

from comity.reading.sentence_words import SentenceWords

_WIDE = frozenset(
    (
        "other several many some certain various most rich richer poor poorer poorest wealthy developing developed industrialized "
        "industrialised foreign world major leading regional neighboring neighbouring international global partner donor allied "
        "arab asian african gulf balkan baltic nordic caribbean scandinavian outside non-aligned"
    ).split()
)
_STATES = frozenset("countries nations states powers governments partners donors allies leaders creditors lenders".split())
_ALONE = frozenset({"donors", "creditors"})
_PROPER = frozenset("arab asian african gulf balkan baltic nordic caribbean scandinavian".split())
_REGIONS = _PROPER | {"international", "multinational"}
_SPREAD = frozenset({"government", "media", "legislature", "court", "business"})  # of crowds and fighters one state is near
_WORLDS = frozenset("pressure demands condemnation outcry calls criticism efforts appeals concern opposition".split())
_MOST_MODIFIERS = 3


class WideGroups(SentenceWords):
    """Finds groups of states and of people from many of them; their key has no state's code."""

    def _wide(self, i: int) -> int | None:
        """Past the last word of such a group that begins at word i."""
        if self.lower[i] == "international" and self.lower[i + 1 : i + 2] and self.lower[i + 1] in _WORLDS:
            return self._emit(i, i + 1, "nominal", "-:international community", 0.5, f"the world's {self.lower[i + 1]}")
        j = i
        while j < min(i + _MOST_MODIFIERS, len(self.words)) and self.lower[j] in _WIDE and j not in self.at:
            j += 1
        if j >= len(self.words) or j in self.at or (j == i and self.lower[i] not in _ALONE):
            return None
        if self.lower[j] in _STATES and self.lower[j + 1 : j + 2] != ["of"]:
            return self._emit(i, j + 1, "nominal", f"-:{self._name(i, j + 1)}", 0.55, "states that are not named")
        if j > i and self.lower[j - 1] in _REGIONS and (agent := self._agent(j)) and agent[2] in _SPREAD:
            return self._emit(i, agent[0], "nominal", f"-:{self._name(i, agent[0])}", 0.55, f"{agent[1]} of several states")
        return None

    def _name(self, first: int, last: int) -> str:
        """The words as a name: in lower case but for those that always have a capital, "Arab"."""
        texts = (word.text for word in self.words[first:last])
        return " ".join(text if text.lower() in _PROPER else text.lower() for text in texts).replace(":", " ")
