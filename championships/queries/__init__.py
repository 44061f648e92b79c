"""The reading side: functions that return frozen page values. Never writes."""
