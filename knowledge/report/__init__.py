"""The report of a check: one content, shown as a page, as a PDF and as a FHIR bundle."""
