"""The channel's part of the demo: visits and plans day by day, and the minutes that follow."""
