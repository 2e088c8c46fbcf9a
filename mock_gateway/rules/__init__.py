"""Which row a request earns: violations of the schema, facts, and the judge that reads the rows in order."""
