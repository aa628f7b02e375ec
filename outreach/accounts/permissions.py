"""What may be done with accounts in the administration; ``outreach.org`` says which role holds it."""

#: Finds people by name to choose one in a form, and sees nothing else of their accounts.
PICK = "accounts.pick"
