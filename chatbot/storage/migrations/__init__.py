"""How the tables came to be, one file per change in `versions/`, run when a SqlStore is opened.

To change a table: edit `tables.py`, copy the newest file in `versions/`, raise its number, name its predecessor.
"""
