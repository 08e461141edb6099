"""From rows to understanding: what stands between two actors."""

from comity.relations.dossier import Dossier, DossierRow, dossier

__all__ = ["Dossier", "DossierRow", "dossier"]
