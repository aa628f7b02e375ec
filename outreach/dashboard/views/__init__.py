"""Pages that look across the rooms: my work, the entrance, the wall chart, the pages for what went wrong."""
