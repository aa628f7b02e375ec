"""Lengths given by the Regulations on Petition Work (信访工作条例, in force since 2022-05-01), in calendar days.

The one exception says so in its name.
"""

NOTICE_DAYS = 15  # Art. 23: written notice of what happens next, from receipt
OBJECTION_WORKDAYS = 5  # Art. 23: against a wrong referral, from receipt; the only workday rule of the text
CONCLUDE_DAYS = 60  # Art. 34: from acceptance, not from receipt
EXTENSION_DAYS = 30  # Art. 34: once, approved by the head of the unit, with reasons told
REVIEW_REQUEST_DAYS = 30  # Art. 35 and 36: from receiving the written opinion
REVIEW_DECIDE_DAYS = 30  # Art. 35 and 36: from receiving the request
MOST_REPRESENTATIVES = 5  # Art. 20: of several people with one request
