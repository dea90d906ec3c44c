"""Instructions on the open draft → a new version. The old one stays as it is."""
