"""A year at the petition desk for the demo: ``year`` lives the days, its neighbours each bring one kind of matter."""
