"""What may be done with petitions, and which roles hold it."""

from outreach.documents.permissions import WRITE
from outreach.org.grants import grants
from outreach.org.roles import Role

#: The channel's pages; which petitions show there is decided by the two below.
LIST = "petitions.list"
VIEW = "petitions.view"
REGISTER = "petitions.register"
MANAGE = "petitions.manage"
#: Sees sealed petitions, and nobody else does.
DISCIPLINE = "petitions.discipline"
#: Asks to see who a petitioner is, and sees it once a second person agrees.
REVEAL = "petitions.reveal"
#: Decides on what others ask to see.
REVEAL_APPROVE = "petitions.reveal_approve"
#: Learns that a sealed petition has nobody to inspect it, and nothing else of it.
STAFF = "petitions.staff"
#: Learns it where everybody who holds the former is named.
STAND_IN = "petitions.stand_in"
#: Keeps away from a petition by one's own word.
RECUSE = "petitions.recuse"
#: Keeps the roster of leaders' receptions.
ROSTER = "petitions.roster"
#: Writes down what was said at a reception.
RECEIVE = "petitions.receive"
#: Looks for the petitions of a phone or identity number.
FIND_PERSON = "petitions.find_person"
#: Makes questions and answers for everybody out of petitions that have been answered.
PUBLISH = "petitions.publish"
#: Looks at them before everybody does; never at one's own.
CHECK_ANSWERS = "petitions.check_answers"
#: Arranges which leader takes on a hard case.
ARRANGE_SPONSOR = "petitions.arrange_sponsor"
#: Plans and writes down how a sponsored case goes: the sponsor one's own, the office any.
SPONSOR = "petitions.sponsor"
#: Takes in the register of another system.
IMPORT = "petitions.import"
#: Hands out the register, with identities masked.
EXPORT = "petitions.export"
#: Writes and issues documents about petitions.
ISSUE_DOCUMENTS = "petitions.issue_documents"

#: Decides whether a case may take longer: the head of the unit (信访工作条例, Art. 34).
EXTEND = "petitions.extend"
#: Is told of urgent and major matters, and says that they were read (Art. 25).
HEED_REPORT = "petitions.heed_report"
#: Puts a case under supervision, and takes it out (Art. 40).
SUPERVISE = "petitions.supervise"


def declare() -> None:
    """Called once when the channel starts.

    Inspectors hold ``MANAGE`` too: which petitions they meet is decided by what they can see.
    """
    grants.allow(LIST, Role.PETITION_OFFICER, Role.LEADER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(VIEW, Role.PETITION_OFFICER, Role.LEADER)
    grants.allow(REGISTER, Role.PETITION_OFFICER)
    grants.allow(MANAGE, Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(DISCIPLINE, Role.DISCIPLINE_INSPECTOR)
    grants.allow(REVEAL, Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(REVEAL_APPROVE, Role.LEADER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(RECUSE, Role.PETITION_OFFICER, Role.LEADER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(ROSTER, Role.PETITION_OFFICER)
    grants.allow(RECEIVE, Role.PETITION_OFFICER, Role.LEADER)
    grants.allow(FIND_PERSON, Role.PETITION_OFFICER)
    grants.allow(IMPORT, Role.PETITION_OFFICER)
    grants.allow(EXPORT, Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(ISSUE_DOCUMENTS, Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(PUBLISH, Role.PETITION_OFFICER)
    grants.allow(CHECK_ANSWERS, Role.PETITION_OFFICER, Role.LEADER)
    grants.allow(ARRANGE_SPONSOR, Role.PETITION_OFFICER)
    grants.allow(SPONSOR, Role.PETITION_OFFICER, Role.LEADER)
    grants.allow(WRITE, Role.PETITION_OFFICER, Role.DISCIPLINE_INSPECTOR)
    grants.allow(EXTEND, Role.LEADER)
    grants.allow(HEED_REPORT, Role.LEADER)
    grants.allow(SUPERVISE, Role.PETITION_OFFICER, Role.LEADER)
    grants.allow(STAFF, Role.SECURITY_ADMIN)
    grants.allow(STAND_IN, Role.LEADER, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
    grants.administer("view", "petitions.petition", "petitions.petitionevent", by=Role.PETITION_OFFICER)
