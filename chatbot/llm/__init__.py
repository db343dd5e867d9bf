"""Language models behind one narrow seam; see base.py."""
