"""BestSMS: the SMS-only Australian member of the TNZ family; HTTP 400 and a list of messages where it refuses."""
