"""Roles around names, on sentences of our own in the styles of several newsrooms.

Mentions are marked inline (``[PERSON Ada Ray]``), so that no model is needed.
"""

import re

import pytest

from streams.enrich.entities import build_entities
from streams.enrich.spans import LabelledSpan
from streams.records.entity import Entity

_MARK = re.compile(r"\[([A-Z_]+) ([^\]]+)\]")


def entities_of(marked: str) -> list[Entity]:
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        spans.append(LabelledSpan(len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        position = mark.end()
    text += marked[position:]
    return build_entities(title=None, text=text, title_mentions=(), text_mentions=spans)


def roles_of(marked: str) -> dict[str, list[str]]:
    return {
        entity.name: [role.text for role in entity.roles]
        for entity in entities_of(marked)
        if entity.type == "PERSON"
    }


BEFORE = [
    ("[NORP Kenyan] President [PERSON Amina Otieno] flew home.", "Kenyan President"),
    ("Former President [PERSON Luis Prado] was ill.", "Former President"),
    ("They met then-Foreign Minister [PERSON Ewa Nowak] twice.", "then-Foreign Minister"),
    ("On Monday acting Mayor [PERSON Tom Reed] resigned.", "acting Mayor"),
    ("It was chaired by deputy governor [PERSON Sam Obi].", "deputy governor"),
    ("[GPE U.S.] Defense Secretary [PERSON Ann Cole] spoke.", "U.S. Defense Secretary"),
    ("[ORG NATO] Secretary-General [PERSON Jan Vos] agreed.", "NATO Secretary-General"),
    ("[ORG Acme] chief executive [PERSON Jane Roe] left.", "Acme chief executive"),
    ("CEO of [ORG Acme] [PERSON Jane Roe] left.", "CEO of Acme"),
    ("Minister for Health [PERSON Jane Roe] left.", "Minister for Health"),
    ("President of [GPE Ghana] [PERSON Kofi Ansah] said so.", "President of Ghana"),
    ("Sen. [PERSON Mary Holt], a lawyer by training, voted no.", "Sen."),
    ("The order came from Lt. Gen. [PERSON Ivan Bondar].", "Lt. Gen."),
    ("Chief of Staff General [PERSON Avi Lev] denied it.", "Chief of Staff General"),
    (
        "The army chief, General [PERSON Min Tun], seized power.",
        "General",
    ),  # and "army chief" before it
    ("Prime Minister-designate [PERSON Hassan Aziz] has 30 days.", "Prime Minister-designate"),
    ("President-elect [PERSON Rosa Vidal] takes over in May.", "President-elect"),
    ("Chief Minister [PERSON R. K. Menon] opened the bridge.", "Chief Minister"),
    ("[ORG Congress] MLA [PERSON Vijay Rao] protested.", None),
    ("ministry spokesman [PERSON Olaf Berg] said", "ministry spokesman"),
    ("said police spokeswoman [PERSON Ana Silva].", "police spokeswoman"),
    ("said analyst [PERSON Li Wei] at a bank.", "analyst"),
    ("[ORG Leeds United] manager [PERSON Paul Hart] was sacked.", "Leeds United manager"),
    ("[GPE England] captain [PERSON Lucy Stone] scored.", "England captain"),
    ("Justice [PERSON Omar Khalil] dissented.", "Justice"),
    ("High Court judge [PERSON Ruth Moyo] ruled.", "High Court judge"),
    ("Pope [PERSON Leo] prayed.", "Pope"),
    ("Grand Ayatollah [PERSON Ali Reza] called for calm.", "Grand Ayatollah"),
    ("Crown Prince [PERSON Faisal] arrived.", "Crown Prince"),
    ("human rights activist [PERSON Nadia Amin] was freed", "human rights activist"),
    ("women's rights activist [PERSON Nadia Amin] was freed", "women's rights activist"),
    ("two-time champion [PERSON Rafael Diaz] lost", "two-time champion"),
    ("far-right leader [PERSON Marc Petit] won", "far-right leader"),
    ("[ORG Fed] Chair [PERSON Ellen Park] hinted at cuts.", "Fed Chair"),
    ("the [NORP French] singer [PERSON Zoe Blanc] died", "French singer"),
    ("Chairman and CEO [PERSON Bob Lang] bought shares.", "Chairman and CEO"),
    ("Trade and Industry Minister [PERSON Lindiwe Zulu] spoke.", "Trade and Industry Minister"),
    ("His lawyer, [PERSON Tamta Lomidze], said he was well.", "lawyer"),
    ("[PERSON Trump]'s special envoy, [PERSON Ed Lowe], left.", "special envoy"),
    ("The company's chief economist, [PERSON Ida Holm], warned of it.", "chief economist"),
    ("A spokesman for the ministry, [PERSON Ivan Petrov], said", "spokesman for the ministry"),
    ("the head of the [ORG WHO], [PERSON Peter Ng], said", "head of the WHO"),
    ("[GPE Germany]'s foreign minister, [PERSON Uta Kern], said", "foreign minister"),
    ("[GPE Germany]'s foreign minister [PERSON Uta Kern] said", "foreign minister"),
    ("Mr [PERSON Smith] was there.", None),
    ("Dr. [PERSON Smith] was there.", None),
    ("In the film [PERSON Smith] is a spy.", None),
    ("On Tuesday [PERSON Smith] said no.", None),
    ("The president met [PERSON Smith] there.", None),
    ("Vice President [PERSON Kim Soto] voted.", "Vice President"),
    ("Professor [PERSON Ada Ray] of [ORG Oxford University] disagreed.", "Professor"),
    ("Police Superintendent [PERSON Raj Gill] said", "Police Superintendent"),
    ("driver [PERSON Wilber Mamani] said", "driver"),
    ("Interior Minister [PERSON Hernan Quiroz] fell.", "Interior Minister"),
    ("The [ORG EU]'s foreign policy chief [PERSON Mia Kask] said", "foreign policy chief"),
    ("[ORG EU] foreign policy chief [PERSON Mia Kask] said", "EU foreign policy chief"),
    ("Meanwhile Governor [PERSON Ben Ito] waited.", "Governor"),
    ("“Governor [PERSON Ben Ito] lied,” she said.", "Governor"),
    ("the late dictator [PERSON Ferdinand Cruz]", None),
    ("[NORP Nigerian] opposition leader [PERSON Peter Eze] said", "Nigerian opposition leader"),
]

AFTER = [
    ("[PERSON Luc Morel], the ministry's spokesman, said", "ministry's spokesman"),
    (
        "[PERSON Anna Lee], 42, a nurse at [ORG St Mary's Hospital], wept.",
        "nurse at St Mary's Hospital",
    ),
    ("[PERSON Jo Park], chief economist at [ORG Big Bank], said", "chief economist at Big Bank"),
    ("[PERSON Jo Park], the [NORP Korean] president, said", "Korean president"),
    ("[PERSON Jo Park], president of [GPE Korea], said", "president of Korea"),
    ("[PERSON Jo Park], [ORG Acme]'s chief executive, said", "chief executive"),
    ("[PERSON Jo Park], a retired schoolteacher, said", "retired schoolteacher"),
    ("[PERSON Jo Park], a retired teacher, said", "retired teacher"),
    ("[PERSON Jo Park], a professor of law at [ORG Yale], said", "professor of law at Yale"),
    (
        "[PERSON Jo Park], who heads the [ORG Red Cross] in [GPE Mali], said",
        "heads the Red Cross in Mali",
    ),
    (
        "[PERSON Jo Park], a member of the [ORG National Union], said",
        "member of the National Union",
    ),
    ("[PERSON Jo Park], secretary of the union, said", "secretary of the union"),
    ("[PERSON Jo Park], its chairman and founder, said", "chairman and founder"),
    ("[PERSON Jo Park], the former head of the [ORG FBI], said", "former head of the FBI"),
    ("[PERSON Jo Park], then prime minister, said", "then prime minister"),
    ("[PERSON Jo Park], 61, was killed.", None),
    ("[PERSON Jo Park], [PERSON Al Ray] and others left.", None),
    ("[PERSON Jo Park], whose son is a doctor, left.", None),
    ("[PERSON Jo Park], speaking to the minister, left.", None),
    ("[PERSON Jo Park], a leading expert on dams, said", "leading expert on dams"),
    ("said [PERSON Jo Park], [ORG CENTCOM] commander.", "CENTCOM commander"),
    ("said [PERSON Jo Park], a senior fellow.", None),
    ("[PERSON Jo Park] (38), a shopkeeper, said", "shopkeeper"),
    ("[PERSON Jo Park], coach of the team, said", "coach of the team"),
    (
        "[PERSON Jo Park], a spokeswoman for the [ORG UN] refugee agency, said",
        "spokeswoman for the UN refugee agency",
    ),
]


@pytest.mark.parametrize(("marked", "role"), BEFORE)
def test_role_before_the_name(marked: str, role: str | None) -> None:
    found = list(roles_of(marked).values())[-1]
    assert (role in found) if role else not found


@pytest.mark.parametrize(("marked", "role"), AFTER)
def test_role_after_the_name(marked: str, role: str | None) -> None:
    found = next(iter(roles_of(marked).values()))
    assert (found[-1] if found else None) == role


def test_coordinated_names_share_a_plural_title() -> None:
    assert roles_of("Presidents [PERSON Ana Ruiz] and [PERSON Jo Park] met.") == {
        "Ana Ruiz": ["Presidents"],
        "Jo Park": ["Presidents"],
    }


def test_the_same_role_is_listed_once() -> None:
    text = "President [PERSON Ana Ruiz] left. President [PERSON Ruiz] met president [PERSON Ruiz]."
    assert roles_of(text) == {"Ana Ruiz": ["President"]}


def test_a_person_may_have_a_role_on_either_side() -> None:
    assert roles_of("Gen. [PERSON Min Tun], the army chief, seized power.") == {
        "Min Tun": ["Gen.", "army chief"]
    }


OWNERS = [
    ("[NORP French] President [PERSON Al Roy] left [GPE France].", "France"),
    ("[NORP French] President [PERSON Al Roy] left.", "French"),
    ("[GPE France]'s president, [PERSON Al Roy], left.", "France"),
    ("[ORG NATO] chief [PERSON Al Roy] left.", "NATO"),
    (
        "[ORG Bonn Ministry] sent word. Luc, said [PERSON Al Roy], the ministry's spokesman.",
        "Bonn Ministry",
    ),
    (
        "[GPE Mali]'s [ORG Foreign Ministry] was closed, ministry spokesman [PERSON Al Roy] said.",
        "Foreign Ministry",
    ),
    ("[PERSON Jo Park]'s special envoy, [PERSON Al Roy], left.", None),
    (
        "[PERSON Al Roy], a nurse at [ORG St Mary's Hospital] in [GPE Leeds], left.",
        "St Mary's Hospital",
    ),
    ("Mayor [PERSON Al Roy] left.", None),
]


@pytest.mark.parametrize(("marked", "owner"), OWNERS)
def test_the_role_points_to_its_owner(marked: str, owner: str | None) -> None:
    entities = entities_of(marked)
    names = {entity.id: entity.name for entity in entities}
    role = next(entity.roles[0] for entity in entities if entity.name == "Al Roy")
    assert (names[role.of] if role.of else None) == owner


def test_the_role_is_a_slice_outside_the_name() -> None:
    marked = (
        "[ORG Acme] boss [PERSON Jo Park], a former minister, and [PERSON Al Roy], a farmer, met."
    )
    text = _MARK.sub(r"\2", marked)
    for entity in entities_of(marked):
        for role in entity.roles:
            assert text[role.start : role.end] == role.text
            assert all(role.end <= m.start or role.start >= m.end for m in entity.mentions)


def test_an_ellipsis_in_a_role_does_no_harm() -> None:
    assert roles_of("[PERSON John Smith], the former ... president, said so.").keys() == {"John Smith"}
