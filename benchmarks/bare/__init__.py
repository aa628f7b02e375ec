"""What Django gives for nothing: one model, one list in the stock admin, one public form."""
