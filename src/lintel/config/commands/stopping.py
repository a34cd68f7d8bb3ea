"""`lintel stop`: the embedded database stopped."""

import argparse

from lintel.config.options import Options
from lintel.embedded.cluster import Cluster


def run(arguments: argparse.Namespace) -> int:
    """Stop the embedded database, whoever started it. A database of the organisation's own is not ours to stop."""
    options = Options()
    if options.database_url is not None:
        print("DATABASE_URL names a database of your own: stop it there.")
        return 1
    folder = options.data_folder / "postgresql"
    if not folder.exists():
        print("There is no embedded database in the data folder.")
        return 0
    Cluster(folder).stop()
    print("The embedded database is stopped.")
    return 0
