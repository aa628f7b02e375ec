"""The documents of petition reception: which there are, what fills them, and how they are kept."""
