"""Whether an independent reader understands every feed of a built site: feeds.py SITE…

Atom feeds are validated against the schema of RFC 4287 (atom.rnc), and all are read by feedparser; what it understands is
compared with the files of the site. Needs requirements.txt.
"""

import pathlib
import sys

import feedparser
import rnc2rng
from lxml import etree

HERE = pathlib.Path(__file__).parent


def schema():
    compact = rnc2rng.loads((HERE / "atom.rnc").read_text())
    # The converter declares the prefix of "no namespace", which XML does not allow.
    relax = rnc2rng.dumps(compact).replace('xmlns:local=""', "")
    return etree.RelaxNG(etree.fromstring(relax.encode()))


def problems_of(text, is_atom, atom):
    """What is wrong with a feed's text."""
    found = []
    document = etree.fromstring(text)
    if is_atom and not atom.validate(document):
        found.append(f"no Atom: {atom.error_log.last_error}")
    feed = feedparser.parse(text)
    if feed.bozo:
        found.append(f"cannot be read: {feed.bozo_exception}")
    if not feed.feed.get("title") or not feed.feed.get("link"):
        found.append("no title or link")
    written = document.findall("{*}entry" if is_atom else "channel/item")
    if len(feed.entries) != len(written):
        found.append(f"{len(feed.entries)} entries are read, {len(written)} are written")
    for entry, element in zip(feed.entries, written):
        name = entry.get("title", "without a title")
        for key in ("id", "title", "link", "published_parsed"):
            if not entry.get(key):
                found.append(f"{name}: no {key}")
        lang = element.get("{http://www.w3.org/XML/1998/namespace}lang")
        if entry.get("title_detail", {}).get("language") != lang:
            found.append(f"{name}: read as {entry.get('title_detail', {}).get('language')}, not {lang}")
        own = element.find("{*}link[@rel='alternate']").get("href") if is_atom else element.findtext("link")
        if entry.get("link") != own:
            found.append(f"{name}: leads to {entry.get('link')}, not {own}")
        if not entry.get("content") and not entry.get("summary"):
            found.append(f"{name}: says nothing")
    ids = [entry.get("id") for entry in feed.entries]
    found.extend(f"{one}: twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    return found


def self_test(atom):
    """Nothing here is worth anything if it cannot fail."""
    ns = 'xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"'
    head = '<id>tag:a.org,2014:x</id><title>T</title><updated>2014-05-01T00:00:00Z</updated><link href="https://a.org/"/>'
    entry = (
        '<entry xml:lang="fr"><id>tag:a.org,2014:y</id><title>E</title><updated>2014-05-01T00:00:00Z</updated>'
        "<published>2014-05-01T00:00:00Z</published>"
        '<link rel="alternate" href="https://a.org/y"/><summary>S</summary></entry>'
    )
    whole = f"<feed {ns}>{head}{entry}</feed>"
    cases = [
        (whole, None),
        (whole.replace("<title>E</title>", ""), "no Atom"),
        (whole.replace("2014-05-01T00", "2014-05-01 00"), "no Atom"),
        (whole.replace(entry, entry + entry), "twice"),
        (whole.replace("<published>2014-05-01T00:00:00Z</published>", ""), "no published_parsed"),
        (whole.replace("<summary>S</summary>", ""), "says nothing"),
        (whole.replace("<summary>S", '<link rel="alternate" hreflang="en" href="https://a.org/z"/><summary>S'), "leads to"),
    ]
    for text, expected in cases:
        found = problems_of(text.encode(), True, atom)
        right = not found if expected is None else any(expected in problem for problem in found)
        if not right:
            sys.exit(f"self-test: expected {expected}, found {found}\n{text}")


def main(sites):
    atom = schema()
    self_test(atom)
    feeds, found = 0, []
    for site in map(pathlib.Path, sites):
        for path in sorted(site.rglob("*.xml")):
            if path.name in ("atom.xml", "rss.xml"):
                feeds += 1
                found.extend(f"{path}: {problem}" for problem in problems_of(path.read_bytes(), path.name == "atom.xml", atom))
    print("\n".join(found) if found else f"{feeds} feeds, all valid and read as they were meant")
    return 1 if found or not feeds else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
