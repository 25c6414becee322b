"""The words of the presentation: at most seven views, each with one message computed from the case.

The message never says more than the case does: a plan expects, a net cost is called a cost, an assumption is called
one, and per year or accumulated is always said.
"""

from budget.shown.story.model import VIEW_IDS, Story, View, ViewId
from budget.shown.story.views import story

__all__ = ["VIEW_IDS", "Story", "View", "ViewId", "story"]
