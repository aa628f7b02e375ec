"""Words at the desk by who reads them; the page marks the one unmistakably from the other."""

from outreach.common.fields import CleanTextField


class ToldField(CleanTextField):
    """The petitioner reads it with the code."""

    read_by = "petitioner"


class InternalField(CleanTextField):
    """Only the office reads it."""

    read_by = "office"
