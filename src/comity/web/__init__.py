"""The ledger as pages for people and as addresses for programs: rendered here, without JavaScript, without another host."""

from comity.web.app import make_app

__all__ = ["make_app"]
