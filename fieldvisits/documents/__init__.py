"""The documents of the channel: the minutes of a visit, and the letter that tells a unit of one to come."""
