"""TNZ: the New Zealand member of the family, which sends e-mails, faxes and calls as well; the rest is BestSMS'."""
