"""The register of petitions 信访登记 as a workbook: taken in from other systems, handed out in the same columns."""
