"""Audits beside one another: two compared, their rankings, and one unit through the years."""
