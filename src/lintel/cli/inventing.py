"""`lintel invent`: a year of invented cases."""

import argparse


def invent(arguments: argparse.Namespace) -> int:
    raise NotImplementedError
