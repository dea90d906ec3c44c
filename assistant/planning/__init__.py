"""Request and evidence → the plan: which items, in which order, and why."""

from assistant.planning.making import make_plan

__all__ = ["make_plan"]
