"""Numbered migrations; one that has been released is never edited."""
