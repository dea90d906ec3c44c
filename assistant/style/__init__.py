"""The house style of an organisation: measured, shown, and how well a draft fits it."""
