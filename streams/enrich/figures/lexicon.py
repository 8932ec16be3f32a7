"""Closed classes of English words, and endings, that stand in for a tagger.

News counts things in few constructions; function words, plural endings and a list of verbs are
enough to find the head of a counted noun phrase without a model.
"""

from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a list written as a text."""
    return frozenset(text.split())


DETERMINERS: Final = words(
    "the a an this that these those its his her their our my your such all both each every any some no"
)
PRONOUNS: Final = words(
    "he she it they we i you him them us me who whom which what whose themselves itself himself herself him one's"
)
PREPOSITIONS: Final = words(
    "in on at of for to from by with without within into onto over under above below between among "
    "amid across through during before "
    "after since until till against about around near off out up down along behind beyond despite "
    "inside outside toward towards upon via "
    "per than as like including excluding except following aboard throughout versus vs"
)
CONJUNCTIONS: Final = words(
    "and or but nor so yet because although though while whereas if unless when where whether that after before once"
)
AUXILIARIES: Final = words(
    "is are was were be been being am has have had having do does did will would shall should can "
    "could may might must need "
    "isn't aren't wasn't weren't hasn't haven't hadn't won't"
)
ADVERBS: Final = words(
    "not also still just only even already again now then there here ago later earlier soon often "
    "never always away back home together "
    "alone apart alive today yesterday tomorrow tonight overnight ahead since instead else too "
    "very more less most least overall "
    "abroad anyway once twice monday tuesday wednesday thursday friday saturday sunday each "
    "annually daily weekly monthly nationwide worldwide "
    "altogether combined so-called thereafter elsewhere"
)
STOPS: Final = (DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | ADVERBS) - {
    "home",
    "back",
}

IRREGULAR_PLURALS: Final = words(
    "people men women children police personnel staff crew troops cattle aircraft sheep fish deer "
    "livestock youth media data bacteria "
    "criteria feet teeth mice geese oxen lives wives wolves poultry folk clergy spacecraft "
    "helicopters infantry cavalry gendarmerie "
    "offspring swine salmon shrimp squid bison moose headquarters series species crossroads crises "
    "analyses theses phenomena alumni "
    "mps meps msps mlas pcs ngos suvs tvs cds dvds evs ceos pows "
    "others schoolchildren grandchildren personnel paramilitaries cops media fungi nuclei"
)
_NOT_PLURAL: Final = words(
    "was is has its his this us thus yes news less plus gas bus series focus virus status campus "
    "census minus versus always perhaps across "
    "towards besides unless christmas texas kansas arkansas illinois paris dallas athens wales "
    "brussels"
)
VERBS: Final = words(
    "said says say told tells took takes made makes went goes came comes saw sees got gets gave "
    "gives found finds left leaves began begins "
    "kept keeps held holds brought brings lost won became become becomes felt met paid sent spent "
    "stood fell rose grew hit led ran set "
    "showed shows voted died dies struck broke burst sank fled drowned perished fought sought "
    "taught caught bought sold built cut put "
    "remain remained stay stayed live lived work worked arrive arrived attend attended die dying "
    "killed killing gathered marched protested "
    "agreed signed joined faced face want wanted need backed supported favoured favored oppose "
    "opposed believe believed think thought "
    "trapped stranded taken held aged worth available strong each earn earned cost costs voting living "
    "working fleeing including crossing "
    "crowded landed exploded collapsed crashed escaped survived suffered sustained received "
    "reported appeared returned entered "
    "followed opened closed started ended stopped continued occurred happened failed helped used "
    "asked called tried turned looked "
    "increased decreased declined dropped climbed jumped soared gained slipped edged tumbled "
    "surged plunged slid eased visit visited "
    "belong belonged rely own owned use know knew join boycotted celebrated was were worship "
    "earned attacked indicate indicates represent represents suggest suggests deny agree seem include involve contain "
    "consist exist differ vary disagree refuse reject require provide come go began make known suffer suffers "
)
ADJECTIVES_AS_NOUNS: Final = words(
    "dead injured wounded missing homeless unemployed displaced elderly poor rich sick young "
    "killed hurt arrested detained"
)
PERSON_NOUNS: Final = words(
    "people person men man women woman children child boys girls boy girl civilians soldiers "
    "troops policemen policewomen police officers "
    "officer passengers passenger workers worker students student migrants refugees protesters "
    "protestors demonstrators villagers residents "
    "militants insurgents rebels fighters gunmen suspects prisoners inmates hostages pilgrims "
    "worshippers worshipers tourists miners firefighters "
    "sailors crew crewmen fishermen farmers teachers doctors nurses patients journalists activists "
    "members survivors victims families "
    "schoolchildren pupils babies infants toddlers teenagers adults pedestrians motorists drivers "
    "bystanders guards personnel staff employees "
    "supporters fans spectators seekers settlers herders herdsmen bandits terrorists attackers "
    "bombers peacekeepers paramilitaries relatives others "
    "citizens nationals foreigners americans israelis palestinians ukrainians russians syrians "
    "afghans iraqis"
)
COMMON_ADJECTIVES_S: Final = words(
    "various previous serious dangerous religious numerous famous precious gross cross express business glass class"
)


def is_plural(word: str) -> bool:
    """Tell whether a lower-case word looks like a plural noun."""
    if word in IRREGULAR_PLURALS:
        return True
    if word.endswith("s"):
        return len(word) > 3 and not word.endswith(("ss", "us", "is", "ous")) and word not in _NOT_PLURAL
    return word.endswith(("men", "women", "people", "children")) and len(word) > 3


def is_adverb(word: str) -> bool:
    """Tell whether a lower-case word looks like an adverb in ``-ly``."""
    return word.endswith("ly") and word not in {
        "family",
        "assembly",
        "ally",
        "italy",
        "july",
        "monopoly",
        "supply",
        "elderly",
        "anomaly",
        "daily",
        "early",
        "only",
        "likely",
        "deadly",
        "friendly",
        "orderly",
        "butterfly",
        "bully",
        "rally",
        "reply",
        "fly",
        "tally",
        "belly",
        "jelly",
        "lily",
        "monthly",
        "weekly",
        "quarterly",
        "yearly",
        "costly",
    }


def is_past(word: str) -> bool:
    """Tell whether a lower-case word looks like a past form or participle."""
    return (
        word.endswith("ed")
        and len(word) > 4
        and word
        not in {
            "hundred",
            "united",
            "armed",
            "masked",
            "red",
            "speed",
            "breed",
            "seed",
            "need",
            "feed",
            "wicked",
        }
    )
