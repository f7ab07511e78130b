"""Articles, prepositions and conjunctions, which tell nothing of what an article is."""

_WORDS = """
    a an and as at by for from in into of on or the to with
    aan bij de een en het in met of om op te tot uit van voor
    am an auf aus bei das dem den der des die ein eine für im mit oder und vom von zu zum zur
    au aux avec dans de des du en et la le les ou par pour sans sur un une
    al con da dal de del della di e el gli il la las lo los o para per por un una y
    do för med och z
"""

SMALL_WORDS = frozenset(_WORDS.split())
