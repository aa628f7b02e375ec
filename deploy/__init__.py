"""Starting the portal on one machine: the ground is checked, the data prepared, and every part kept together."""
