"""TNZ: the New Zealand member of the family, which has more types of messages than SMS; the rest is BestSMS'."""
