"""From rows to understanding: what stands between two actors."""

from typing import TYPE_CHECKING

from comity.lazily import lazily

if TYPE_CHECKING:
    from comity.relations.dossiers import Dossier, DossierRow, dossier
    from comity.relations.fulfilment import PledgeKind
    from comity.relations.matcher import match_waiting
    from comity.relations.meeting_counter import Claim, Meeting, Meetings, meetings
    from comity.relations.occurrences import Occurrence, Witness, occurrences_of
    from comity.relations.pledge_ledger import Pledge, pledges
    from comity.relations.readouts import Account, Readouts, compare_readouts, readouts_of
    from comity.relations.standings import Changes, Fact, Standing, changes, standing

__getattr__ = lazily(
    __name__,
    {
        "comity.relations.dossiers": (
            "Dossier",
            "DossierRow",
            "dossier",
        ),
        "comity.relations.meeting_counter": (
            "Claim",
            "Meeting",
            "Meetings",
            "meetings",
        ),
        "comity.relations.matcher": ("match_waiting",),
        "comity.relations.occurrences": ("Occurrence", "Witness", "occurrences_of"),
        "comity.relations.fulfilment": ("PledgeKind",),
        "comity.relations.pledge_ledger": (
            "Pledge",
            "pledges",
        ),
        "comity.relations.readouts": (
            "Account",
            "Readouts",
            "compare_readouts",
            "readouts_of",
        ),
        "comity.relations.standings": ("Changes", "Fact", "Standing", "changes", "standing"),
    },
)

__all__ = [
    "Account",
    "Changes",
    "Claim",
    "Dossier",
    "DossierRow",
    "Fact",
    "Meeting",
    "Meetings",
    "Occurrence",
    "Pledge",
    "PledgeKind",
    "Readouts",
    "Standing",
    "Witness",
    "changes",
    "compare_readouts",
    "dossier",
    "match_waiting",
    "meetings",
    "occurrences_of",
    "pledges",
    "readouts_of",
    "standing",
]
