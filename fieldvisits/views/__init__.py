"""The pages of the channel."""
