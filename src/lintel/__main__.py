"""`python -m lintel` is the command line."""

from lintel.cli import main

raise SystemExit(main())
