"""The records that the steps hand each other. No behaviour beyond reading oneself lives here."""
