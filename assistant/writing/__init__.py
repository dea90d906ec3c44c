"""Two writers behind one protocol: from precedents alone, and with a language model."""
