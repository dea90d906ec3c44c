"""What the writer supplies for this period: statements out of text, tables and files."""
