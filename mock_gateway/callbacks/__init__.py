"""What a gateway sends by itself: delivery reports, inbound messages, e-mails, and what can go wrong with them."""
