"""Homes and agencies as they are kept once a file was read."""

from io import StringIO

import pytest

from lintel.directory import actions as agencies
from lintel.directory import csvfile as agencies_file
from lintel.homes import actions as stock
from lintel.homes import csvfile as stock_file

pytestmark = pytest.mark.usefixtures("database")

HOMES = """uprn,address,postcode,lsoa,bedrooms,tenancy_reference,tenancy_kind,held,started,ended
{uprn}1,"1 Made-up Street, Sampleford",ZZ99 7AJ,E01000001,{bedrooms},{uprn}-T1,assured,joint,2020-04-06,
{uprn}2,"2 Made-up Street, Sampleford",ZZ99 7AJ,E01000001,3,,,,,
"""
AGENCIES = """agency,name,kind,service,areas,needs,languages,phone,email,website,emergency,last_checked
{handle},Example Aid,charity,{service},Sampleford;Otherton,,Welsh;English,020 7946 0000,,,unknown,2024-04-01
"""


def counts(changed: object) -> list[tuple[int, int, int, int]]:
    assert isinstance(changed, tuple)
    return [(len(each.added), len(each.changed), len(each.ended), len(each.unchanged)) for each in changed]


def test_homes_are_added_changed_and_never_removed() -> None:
    def read(bedrooms: int) -> stock_file.Stock:
        return stock_file.read(StringIO(HOMES.format(uprn=7001, bedrooms=bedrooms)))

    assert counts(stock.compared(read(2)))[0][:2] == (2, 0)
    stock.take_in(read(2))
    assert stock.present().homes["70011"].bedrooms == 2
    assert counts(stock.take_in(read(4)))[0][:2] == (0, 1)
    assert stock.present().homes["70011"].bedrooms == 4
    other = stock_file.read(StringIO(HOMES.format(uprn=7009, bedrooms=1)))
    stock.take_in(other)
    assert {"70011", "70012", "70091", "70092"} <= set(stock.present().homes)
    assert stock.present().tenancies["7001-T1"].held == "joint"


def test_a_dry_run_writes_nothing() -> None:
    before = stock.present()
    stock.compared(stock_file.read(StringIO(HOMES.format(uprn=8001, bedrooms=2))))
    assert stock.present() == before


def test_agencies_are_kept_with_their_services() -> None:
    for service in ("refuge", "idva", "refuge"):
        agencies.take_in(agencies_file.read(StringIO(AGENCIES.format(handle="example-aid", service=service))))
    here = agencies.present()
    assert here.agencies["example-aid"].name == "Example Aid"
    assert {service for agency, service in here.services if agency == "example-aid"} == {"refuge", "idva"}
    assert here.services["example-aid", "idva"].areas == ("Sampleford", "Otherton")
