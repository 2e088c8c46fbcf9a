"""`python -m mock_gateway`: the same as `mock-gateway`."""

from mock_gateway.cli import main

raise SystemExit(main())
