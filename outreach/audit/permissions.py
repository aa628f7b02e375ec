"""What may be done with the audit log; ``outreach.org`` says which role holds it."""

VIEW = "audit.view"
