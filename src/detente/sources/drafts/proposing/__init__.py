"""From accepted statements to a first model: parties, issues with outcomes, positions, red lines and links.

Everything that is proposed cites its statements and waits for a person; a number that nobody said is not written.
"""

from detente.sources.drafts.proposing.known import Proposal
from detente.sources.drafts.proposing.propose import propose
from detente.sources.drafts.proposing.writing import as_text, draft_text

__all__ = ["Proposal", "as_text", "draft_text", "propose"]
