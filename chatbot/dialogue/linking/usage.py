"""Classes of words that tell how the words beside them are used: as a title, as a name, or as plain language.

Vocabulary alone; what each class counts before and after a name is learned (`fitting.py`).
"""

from __future__ import annotations

from collections.abc import Mapping

_CLASSES: Mapping[str, str] = {
    "watch": """
        watch watched watching watches rewatch rewatched rewatching seen see saw seeing finished streamed
        screened showed caught started stuck tried revisited did done quoting quote got
    """,
    "judge": """
        loved love loves loving adored adore enjoyed enjoy hated hate hating disliked liked despise despised
        loathed rate rated prefer preferred obsessed bored recommend recommended rewatched favourite
        favorite fave fav best worst underrated overrated
    """,
    "like": "like likes similar than vs versus beats beat vein style spirit tense close between",
    "called": "called titled",
    "film": "film films movie movies flick flicks picture pictures one ones version remake original sequel",
    "join": "and or but plus nor then also both neither either",
    "not": "not no never without except nothing minus less isnt aint dont",
    "point": "my your his our their this that these those some any every each what which another her its no",
    "be": """
        is was are were be been being am im hes shes youre theyre its isnt wasnt feel feels felt get turned
        looks so such youve ive weve thats whats theres
    """,
    "into": "in on at into onto off over under near through during",
    "of": "of from to with by about for",
    "subject": "i you we he she they it who im youre were theyre hes shes",
    "modal": """
        can could will would should may might must do does did dont didnt to lets let please cant wont gonna
        ill
    """,
    "deed": """
        made makes make gets gave gives had has broke breaks left ruined scared kept taught still hits holds
        aged deserves did put puts took isnt wasnt got kills killed destroyed traumatised changed proves
        remains stars won should lives works worked rules sucks slaps
    """,
    "object": "me us him her them",
    "time": """
        today tonight yesterday tomorrow last next morning evening night week weekend weekends year day days
        again twice ago now already late early soon minutes hours months
    """,
    "degree": "so too very really quite pretty a bit actually just only always",
    "cinema": """
        scene scenes ending soundtrack score director cast plot spoilers spoiler twist telly tv cinema imax
        dvd subtitles dubbed trilogy part character characters acting actor actress trailer credits genre
        classic masterpiece boring brilliant vibe vibes villain hero remake remakes sequel sequels prequel
        prequels film films movie movies flick version watch watched seen rewatch rewatched oscar oscars
        starring directed stars comedy horror thriller drama documentary animated musical romance something
        anything recommend similar recommendation
    """,
    "life": """
        my mum dad mom wife husband boss sister brother son daughter uncle aunt cousin cousins gran grandma
        neighbour friend flatmate colleague kids baby toddler cat dog work office job shift school exam
        exams meeting flat house home kitchen sofa bed bath bathroom shower boiler garden car bus train taxi
        flight commute phone laptop wifi router dinner lunch breakfast tea coffee pizza soup wine food
        cooking party weather rain cold hot snow head neck tooth knee doctor dentist shop bank rent mortgage
        bill town street
    """,
    "service": """
        account app password login log subscription card pay payment charged profile email device devices
        screen screens download plan refund cancel contract sign website button settings search list delete
        data privacy error
    """,
    "greeting": "hi hello hey thanks thank cheers bye goodnight morning lol haha ok okay sorry yes",
}
CLASSES_OF: Mapping[str, tuple[str, ...]] = {
    word: tuple(name for name, words in _CLASSES.items() if word in words.split())
    for words in _CLASSES.values()
    for word in words.split()
}
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december spring summer autumn winter christmas easter halloween".split()
)
