"""Half-years, meetings, campaigns: the calendar, what has expired, what is meant."""
