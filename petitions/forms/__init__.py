"""What people fill in: the steps of the public form, the query page, the desk."""
