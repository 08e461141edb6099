"""Words that report speech, shared by quotations and attribution."""

from __future__ import annotations

import re

SAY = (
    "said|says|say|saying|told|tells|tell|added|adds|adding|announced|stated|stating|states|declared|declaring|warned|warns|warning|wrote|writes|"
    "tweeted|tweets|posted|replied|responded|explained|insisted|insists|argued|argues|noted|noting|stressed|stressing|emphasized|emphasised|"
    "underlined|underscored|claimed|claims|claiming|alleged|alleges|asserted|asserts|maintained|maintains|contended|acknowledged|"
    "admitted|conceded|confirmed|confirms|denied|reiterated|repeated|recalled|remarked|observed|commented|concluded|continued|"
    "predicted|suggested|suggests|pointed out|vowed|pledged|promised|demanded|urged|asked|questioned|cautioned|complained|"
    "estimated|estimates|believes|believe|hopes|thinks|think|expects|fears|revealed|disclosed|indicated|informed|testified|"
    "described|describing|called|calling|dubbed|labeled|labelled|denounced|praised|condemned|criticized|criticised|accused|"
    "quoted|cited|characterized|characterised|characterizes|describes|defended|opposed|spoke|speaking|writes|read|reads|reported|reports|reporting|addressed|joked|quipped|shouted|proclaimed|assured|expressed|voiced|went on"
)
SAYS = re.compile(rf"\b(?:{SAY})\b", re.IGNORECASE)

THAT = (
    "said|says|say|saying|told|added|adds|adding|announced|stated|declared|warned|warns|warning|wrote|explained|insisted|"
    "insists|argued|argues|noted|notes|noting|stressed|emphasized|emphasised|claimed|claims|claiming|alleged|alleges|asserted|"
    "maintained|maintains|acknowledged|admitted|confirmed|reiterated|predicted|suggested|suggests|pointed out|believes|believe|"
    "believed|estimates|estimated|thinks|revealed|disclosed|indicated|informed|testified|reported|reports|report|concluded|"
    "cautioned|complained|recalled|hopes|fears|fearing|expects|contend|contends|denied|denies|deny|show|shows|assured"
)
REPORTS = re.compile(rf"\b(?:{THAT})\b", re.IGNORECASE)

ACCORDING = re.compile(r"\b[Aa]ccording to\b")
HIDDEN = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|it was reported|it is reported|was said to|were said to|is said to|are said to|"
    r"is believed to|are believed to|was believed to|were believed to)\b",
    re.IGNORECASE,
)

# Nouns of speech whose possessor speaks: "Xi's proposal to “…”".
SPEECH_NOUN = re.compile(
    r"\b(?:proposal|statement|demand|demands|call|claim|claims|warning|promise|remark|remarks|words|assertion|pledge|suggestion|"
    r"comment|comments|speech|message|letter|offer|appeal|accusation|description)\b"
)
