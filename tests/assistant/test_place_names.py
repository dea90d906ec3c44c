"""One place cannot write of another's."""

from __future__ import annotations

import pytest

from assistant.place_names import place_names, seat_of, zone_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在秀洲区试点基础上", {"秀洲区"}),
        ("主动融入长三角一体化", {"长三角"}),
        ("推进城市精细化管理，统筹城乡发展", set()),
        ("与周边城市联动发展，建设西部地区的中心城市", set()),
        ("学习贯彻党中央决策部署", set()),
    ],
)
def test_names_of_places_are_known(text: str, names: set[str]) -> None:
    assert place_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("做强云岭高新区，打通茶香大道", {"云岭高新区", "茶香大道"}),
        ("推进国家级高新区和省级开发区建设", set()),
        ("加快开发区建设，加固病险水库", set()),
        ("打造城市新区", set()),
    ],
)
def test_zones_and_works_with_names_of_their_own(text: str, names: set[str]) -> None:
    assert zone_names(text) == names


@pytest.mark.parametrize(
    ("organisation", "seat"),
    [
        ("包头市人民政府", "包头"),
        ("中共青岚县委", "青岚"),
        ("青岚县委组织部", "青岚"),
        ("黔东南苗族侗族自治州人民政府", "黔东南苗族侗族"),
        ("国务院", ""),
        ("", ""),
    ],
)
def test_the_seat_of_an_organisation(organisation: str, seat: str) -> None:
    assert seat_of(organisation) == seat
