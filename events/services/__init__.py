"""Everything that writes and reads the journal. Callers say `events.services` and need not know the files."""

from events.core.entry import Slice
from events.services.access import (
    TICKET_S,
    admit,
    admit_all,
    grant_of_session,
    issue_ticket,
    redeem,
    still_good,
)
from events.services.hints import GROUP, PASSING, TOLD, hint, pass_on
from events.services.journal import ack, append, epoch, next_seq, start_epoch
from events.services.reactions import (
    Lag,
    consume,
    due_reactions,
    push_back,
    reaction_lag,
    run,
    start_due,
)
from events.services.reading import PAGE, behind, chunks_after, entries_after, head, heads, slices_after

__all__ = [
    "GROUP",
    "PAGE",
    "PASSING",
    "TICKET_S",
    "TOLD",
    "Lag",
    "Slice",
    "ack",
    "admit",
    "admit_all",
    "append",
    "behind",
    "chunks_after",
    "consume",
    "due_reactions",
    "entries_after",
    "epoch",
    "grant_of_session",
    "head",
    "heads",
    "hint",
    "issue_ticket",
    "next_seq",
    "pass_on",
    "push_back",
    "reaction_lag",
    "redeem",
    "run",
    "slices_after",
    "start_due",
    "start_epoch",
    "still_good",
]
