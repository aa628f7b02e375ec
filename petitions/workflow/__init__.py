"""The verbs of petition reception: each is one transaction, checks the right, writes the history, moves the state."""

from petitions.workflow.deciding import (
    accept,
    answer,
    archive,
    classify,
    hand_over,
    investigate,
    join,
    not_accept,
    not_own,
    refer,
    release,
    route_to_discipline,
)
from petitions.workflow.following import follow
from petitions.workflow.former import close_former
from petitions.workflow.letting_in import lift_recusal, remove_accused
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import add_accused
from petitions.workflow.petitioner import (
    RATEABLE,
    add_supplement,
    heed_names,
    link_files,
    rate,
    seal_by_itself,
    supplement,
    words_of,
)
from petitions.workflow.reading import read_back
from petitions.workflow.recusing import recuse, recuse_other
from petitions.workflow.repeating import link_repeat, not_repeat, unlink_repeat

__all__ = [
    "PETITIONS",
    "RATEABLE",
    "accept",
    "add_accused",
    "add_supplement",
    "answer",
    "archive",
    "classify",
    "close_former",
    "follow",
    "hand_over",
    "heed_names",
    "investigate",
    "join",
    "lift_recusal",
    "link_files",
    "link_repeat",
    "not_accept",
    "not_own",
    "not_repeat",
    "rate",
    "read_back",
    "recuse",
    "recuse_other",
    "refer",
    "release",
    "remove_accused",
    "route_to_discipline",
    "seal_by_itself",
    "supplement",
    "unlink_repeat",
    "words_of",
]
