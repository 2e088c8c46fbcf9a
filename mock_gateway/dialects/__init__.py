"""How bytes become a document and a document becomes bytes; nothing here knows what a gateway means by it."""
