"""The pages of petition reception."""
