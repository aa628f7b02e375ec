"""The monthly report 月报: what it says, and the same as a workbook and as a Word document."""
