"""Texts for C4's rules, written for this project and put together by a seed: the same on every machine."""

import random

GOOD = [
    "The harbour was quiet when the first boats came in.",
    "She counted the coins twice, and then she closed the box.",
    "Nobody had told the baker that the mill was shut!",
    "Would the letter reach the island before the storm?",
    'He answered, "We have been waiting for you since noon."',
    "Dr. Varga met Mrs. Olsen at 9 a.m. near St. Anne's.",
    "It rained. The roof leaked. Two buckets were not enough.",
    "The price rose from $3.50 to $4.10 in the U.S. last year.",
    "Prof. Lindqvist wrote that i.e. and e.g. are often confused.",
    "J. K. Moreno lives on the 3rd floor. The lift is broken.",
    "They sang all night. Then, at dawn, they slept.",
    "«Viens ici,» dit-elle, «et ferme la porte derrière toi».",
    "Die Brücke über den Fluß wurde 1901 gebaut und ist schön.",
    "One two three four five six seven eight nine ten!",
    "Is it late? Yes. Is it dark? Not yet. Wait here.",
    "שלום עולם, זה משפט ארוך מספיק עם סימן בסוף.",
    "The end of the road is near the old oak tree.'",
]
LINES = GOOD * 3 + [
    "Home", "About us", "Contact", "Read more", "Share this page with your friends and family",
    "Too short.", "Only four words here.", "Exactly five words stand here.", "Two words!", "Three words now.",
    "This line trails off into nothing at all...", "This one trails off with a single sign…",
    "The bridge [1] was built in 1901 and rebuilt later [23].", "The bridge was built in 1901 by hand.[1]",
    "History [edit]", "The claim was never checked by anyone [citation needed].", "[1] [2] [3]", "[] [edit] [7]",
    "[4] A mark at the beginning of a line is removed too.", "Words join where marks go [5]so this is one word.",
    "A space stays before the end of this line. [9]", "Brackets [a] and [12a] and [[3]] are left alone here.",
    "One [1] two [2] three.", "A [1] b [2] c [3] d.", "Numerals of other scripts count as digits too [٣٤].",
    "Please enable JavaScript in your browser to see this page.", "java[1]script hides behind a mark in this line.",
    "Read our Privacy Policy before you go any further.", "By using this site you accept our Terms of Use.",
    "This site uses cookies to count its visitors.", "We explain our use of cookies on this page.",
    "We use cookies and we are not sorry.", "Our COOKIE POLICY is longer than this sentence.",
    "The coo\u212aie policy is spelled with another sign here.", "We use the cookies that grandmother baked for us.",
    "Lorem ipsum dolor sit amet, a printer once said.", "Lorem  ipsum with two spaces is not the phrase.",
    "LOREM IPSUM", "Lorem ipsum short.", "function () { return the value of the call; }.", "{ short",
    "if (ready) { start the engine and let it run }", "Please enable JavaScript or { do nothing at all }.",
    "A set { of things } stands in our privacy policy here.", "", "   ", "\t", "\u00a0", "\ufeffA mark stands before these five words.",
    "  Spaces stand around this line and will go.  ", "\tTabs stand around this line and will go.\t",
    "İstanbul is written with a dot on its first letter.", "İstanbul mentions JavaScript and its lower case grows.",
    "İ lorem ipsum stands on a line that grows longer.", "NUL \x00 stands in the middle of this line.",
    "No mark at the end of this line", "It ends with a quote.\u201d", "It ends with a sign of its own!\u2026",
    "Ph.D. students vs. the rest, p. 4 of vol. 2.", "Go to www.example.org/A.B or ask. Then wait.",
    ". . . . . .", "! ! ! ! ! !", "? ? ? ? ?", '" " " " "', "Hello... there... you... old... friend!", "What?! No!! Never?! Yes.",
    "(He left at once.) (She stayed a while.) [They slept.]", "Yes.No.Maybe.So be it now.", "3. 4. 5. 6. and so on.",
]
BREAKS = ["\n"] * 12 + ["\r\n", "\n\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\n \n"]
LONG_WORDS = [
    "x" * 1000 + " is as long as a word may be here.", "x" * 1001 + " is one longer than a word may be.",
    "😀" * 1000 + " smiles are as long as a word may be.", "😀" * 1001 + " smiles are one too many for one word.",
]
WHOLE = [
    "", " ", "\n", "\r\n", "\n\n\n", "word", "word.", "One two three four five.", "a " * 5000 + "end.", ". " * 300,
    "x" * 2_000, "\u200b\n\ufeff", "\n".join(GOOD[:2]), "\n".join(GOOD[:3]), " ".join(GOOD[:12]),
    "It is late. It is dark. We go now.", "It is late. It is dark and we go now.", "Only one line, but it is long enough.",
    "[1]\n[2]\n[3]", "\n".join(GOOD[:4]) + "\nlorem ipsum", "\n".join(GOOD[:4]) + "\nYes: lorem ipsum dolor sit amet.",
    "\n".join(GOOD[:4]) + "\nlet a = { b: 1 }", "\n".join(GOOD[:4]) + "\nYes, a set { of things } ends here.",
]


def texts():
    """All texts, in order."""
    out = WHOLE + ["\n".join(GOOD[:4] + [line]) for line in LONG_WORDS]
    for seed in range(260):
        rng = random.Random(seed)
        pieces = []
        for _ in range(rng.randrange(1, 14)):
            pieces.append(rng.choice(GOOD if rng.random() < 0.55 else LINES))
            pieces.append(rng.choice(BREAKS))
        if rng.random() < 0.6:
            pieces.pop()
        out.append("".join(pieces))
    return out


def corpus_texts(cache):
    """Pages of the corpora by name: Markdown of npm's documentation, chapters and addresses."""
    import pathlib

    for folder, pattern in [
        ("npm@11.21.2/docs/content", "**/*.md"),
        ("@stdlib+datasets-moby-dick@0.2.3/data", "*.txt"),
        ("@stdlib+datasets-sotu@0.2.3/data", "*.txt"),
    ]:
        for path in sorted((pathlib.Path(cache) / folder).glob(pattern)):
            yield str(path.relative_to(cache)), path.read_bytes().decode("utf-8")
