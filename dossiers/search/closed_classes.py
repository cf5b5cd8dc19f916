"""The Dutch words of the classes that grammar lists, since no rule tells which they are."""

# ruff: noqa: SIM905 - lists of quoted words are harder to read

SEPARABLE = (
    "aan|achter|af|bij|binnen|boven|door|goed|in|klaar|los|mee|mis|na|neer|om|onder|op|open|over|rond|samen|schoon"
    "|stil|tegen|terug|thuis|toe|uit|vast|vol|voor|voort|vrij|weg"
)

# Nouns and verbs with a short vowel that is long before -en: dag and dagen, huurtoeslag and huurtoeslagen.
LONGER = (
    *"bad bed bevel blad bod brek dag dak dal drag gat glas god graf hof hol kom kwam lot nam oorlog pad".split(),
    *"schot slag slot spel sprak staf trad tred weg".split(),
)
OTHER_STEMS = {
    "heden": "heid",
    "leden": "lid",
    "schepen": "schip",
    "smeden": "smid",
    "steden": "stad",
    "grove": "grof",
    "grover": "grof",
}
WITH_EREN = (*"been blad ei gemoed goed kalf kind lam lied rad rund volk".split(),)

# Short adjectives. Only these are compared, a "poster" is not more of a "post"; and only of these is -e taken that
# makes a syllable open or stands after a double consonant: a "zone" is no form of "zoon", nor "latte" of "lat".
ADJECTIVES = frozenset(
    """
    arm bang bleek blij boos bot braaf breed bruut complex dicht diep dik dof dol dom donker dood doof droog druk
    dun duur dwaas erg fel fijn fit fris gaaf gaar geel gek glad goed goedkoop goor groen grof groot guur hard heel
    hees heet hel hoog jong kaal kil klaar klein knap koel kort koud krap kwaad laag laat laf lam lang leeg lekker
    leuk licht lief log lomp los lui luid mal mat mild modern moe mooi naar nat nauw net nieuw open oud plat puur
    raak raar rap rauw rijk rood rot ruig ruim ruw scheef scherp schoon schuin simpel slank slap slecht slim sloom
    smal snel sterk stil stoer stom strak stram streng strikt stug taai tam teer traag trots vaag vaak vast veel
    ver vers vet vies vlot vlug vol vrij vroeg vroom warm wijd wijs wild wit wreed zacht zat zeer ziek zoet zout
    zuiver zuur zwaar zwak zwart
    """.split()
)

# Strong verbs whose participle has the vowel of the infinitive, and nouns that look like a participle.
SAME_VOWEL = frozenset(
    """
    bak blaas braad draag eet geef graaf hang heet houd koom laad laat lach lees loop meet raad roep scheid schep slaap
    span stoot treed val vang vaar vouw vreet was weet word
    """.split()
)
NO_PARTICIPLE = frozenset(
    """
    gebed gebeurt gebied gebod gelaat geluid gemoed geniet genoot gereed gerecht gerust geschrift gewest geweld gezond
    """.split()
)

ORDINALS = "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde".split()
