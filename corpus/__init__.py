"""Past reports: bytes → text → tree → searchable paragraphs."""
