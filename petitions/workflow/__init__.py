"""The verbs of petition reception: each is one transaction, checks the right, writes the history, moves the state."""

from petitions.workflow.above import Decided, record_above, record_outside, report_result
from petitions.workflow.allotting import assign_officer
from petitions.workflow.asking import Question, answer_question, ask_question, withdraw_question
from petitions.workflow.deciding import (
    accept,
    answer,
    archive,
    classify,
    hand_over,
    investigate,
    join,
    mark_seen,
    reconsider,
    redo_ordinary,
    release,
    route_to_discipline,
    to_ordinary,
)
from petitions.workflow.extending import ask_extension, grant_extension, refuse_extension
from petitions.workflow.following import follow
from petitions.workflow.former import close_former
from petitions.workflow.further import add_item
from petitions.workflow.hearings import call_hearing, cancel_hearing, log_contact, record_hearing
from petitions.workflow.letting_in import lift_recusal, remove_accused
from petitions.workflow.machine import PETITIONS, next_step
from petitions.workflow.naming import add_accused
from petitions.workflow.petitioner import (
    RATEABLE,
    add_supplement,
    heed_names,
    link_files,
    rate,
    refusal_to_rate,
    seal_by_itself,
    supplement,
    words_of,
)
from petitions.workflow.reading import read_back
from petitions.workflow.recusing import recuse, recuse_other
from petitions.workflow.referring import confirm_referral, object_to_referral, refer, refer_on, take_back
from petitions.workflow.refusing import not_accept, not_own, refuse_repeat, route_legally
from petitions.workflow.repeating import link_repeat, not_repeat, unlink_repeat
from petitions.workflow.replying import Receipt, Reply, deliver, deliver_review, issue_opinion, mediate
from petitions.workflow.reporting import heed_report, report_upward
from petitions.workflow.reviewing import admit, ask_review, decide_final, decide_review, decline_review, redo
from petitions.workflow.supervising import lift_supervision, supervise, supervise_by_itself
from petitions.workflow.withdrawing import withdraw, withdraw_on_paper

__all__ = [
    "PETITIONS",
    "RATEABLE",
    "Decided",
    "Question",
    "Receipt",
    "Reply",
    "accept",
    "add_accused",
    "add_item",
    "add_supplement",
    "admit",
    "answer",
    "answer_question",
    "archive",
    "ask_extension",
    "ask_question",
    "ask_review",
    "assign_officer",
    "call_hearing",
    "cancel_hearing",
    "classify",
    "close_former",
    "confirm_referral",
    "decide_final",
    "decide_review",
    "decline_review",
    "deliver",
    "deliver_review",
    "follow",
    "grant_extension",
    "hand_over",
    "heed_names",
    "heed_report",
    "investigate",
    "issue_opinion",
    "join",
    "lift_recusal",
    "lift_supervision",
    "link_files",
    "link_repeat",
    "log_contact",
    "mark_seen",
    "mediate",
    "next_step",
    "not_accept",
    "not_own",
    "not_repeat",
    "object_to_referral",
    "rate",
    "read_back",
    "reconsider",
    "record_above",
    "record_hearing",
    "record_outside",
    "recuse",
    "recuse_other",
    "redo",
    "redo_ordinary",
    "refer",
    "refer_on",
    "refusal_to_rate",
    "refuse_extension",
    "refuse_repeat",
    "release",
    "remove_accused",
    "report_result",
    "report_upward",
    "route_legally",
    "route_to_discipline",
    "seal_by_itself",
    "supervise",
    "supervise_by_itself",
    "supplement",
    "take_back",
    "to_ordinary",
    "unlink_repeat",
    "withdraw",
    "withdraw_on_paper",
    "withdraw_question",
    "words_of",
]
