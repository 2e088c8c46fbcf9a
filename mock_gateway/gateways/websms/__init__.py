"""websms (LINK Mobility Austria): always HTTP 200 and a number in the body, except for what never reaches the API."""
