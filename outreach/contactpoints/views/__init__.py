"""The pages of contact points."""
