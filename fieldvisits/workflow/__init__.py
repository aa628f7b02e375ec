"""The verbs of the channel: plan a visit; write its minutes, let them be objected to, confirm them."""
