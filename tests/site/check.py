#!/usr/bin/env python3
"""Reads a built site as a visitor, a search engine and a feed reader would, and knows nothing but its files.

    check.py FOLDER BASE_URL [--again FOLDER] [--typography]
    check.py --self-test

What it finds: ids that stand twice, links, anchors, images and feeds that are not there; versions in other languages that do not
name each other, or are not the same in head, sitemap and JSON-LD; dates of what has none; stories that a list names twice;
parts in another language without `lang`; feeds with relative addresses, scripts or unsteady ids. `--again`: a second build must
have the same ids. `--typography`: straight apostrophes, plain spaces before high punctuation, « » in English, double spaces.
"""

import argparse
import collections
import html.parser
import json
import pathlib
import re
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET

VOID = set("area base br col embed hr img input link meta source track wbr".split())
BLOCKS = set(
    "p div li td th h1 h2 h3 h4 h5 h6 dt dd figcaption blockquote section article aside header footer nav main title "
    "caption summary".split()
)
# What is quoted as it is, or never read.
VERBATIM = set("code pre kbd samp script style textarea".split())
URLS = {
    ("a", "href"),
    ("area", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("source", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("iframe", "src"),
    ("track", "src"),
    ("object", "data"),
}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class Element:
    def __init__(self, tag, attributes, lang):
        self.tag, self.attributes, self.lang = tag, attributes, lang
        self.classes = (attributes.get("class") or "").split()


class Link:
    """An `a`: where it leads, what it says, in which language that is, and where it stands."""

    def __init__(self, href, hreflang, within):
        self.href, self.hreflang, self.text, self.langs = href, hreflang, "", set()
        self.heading = any(re.fullmatch("h[1-6]", element.tag) for element in within)
        self.in_text = any({"e-content", "p-summary", "p-content"} & set(element.classes) for element in within)
        self.card = next(
            (number for number, element in enumerate(within) if element.tag == "article" and "card" in element.classes), None
        )
        self.half = next((element for element in within if "half" in element.classes), None)
        self.listed = any(element.tag == "ul" and "titles" in element.classes for element in within) or (
            self.card is not None and self.heading
        )
        self.card_element = within[self.card] if self.card is not None else None


class Page(html.parser.HTMLParser):
    """What a page holds."""

    def __init__(self, text, lang=None):
        super().__init__(convert_charrefs=True)
        self.stack, self.ids, self.urls, self.links, self.texts = [], [], [], [], []
        self.head, self.metas, self.data, self.summaries = [], {}, [], []
        self.lang, self.default, self.h1, self.times, self.open_link, self.refresh = lang, lang, "", [], None, False
        self.block, self.runs = 0, collections.OrderedDict()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        lang = attributes.get("lang") or (self.stack[-1].lang if self.stack else self.default)
        element = Element(tag, attributes, lang)
        if tag == "html":
            self.lang = lang
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name, attribute in URLS:
            if tag == name and attributes.get(attribute) is not None:
                self.urls.append((f"{tag} {attribute}", attributes[attribute]))
        if attributes.get("srcset"):
            self.urls.extend((f"{tag} srcset", url) for url in srcset(attributes["srcset"]))
        if tag == "link":
            self.head.append(attributes)
        if tag == "meta":
            self.metas.setdefault(attributes.get("name") or attributes.get("property"), attributes.get("content") or "")
            if (attributes.get("http-equiv") or "").lower() == "refresh":
                self.refresh = True
                self.urls.append(("meta refresh", attributes["content"].split("url=", 1)[-1]))
        if tag == "time" and "dt-published" in element.classes:
            self.times.append((attributes.get("datetime"), any("card" in e.classes for e in self.stack)))
        if tag in BLOCKS or tag == "br":
            self.block += 1
        if tag == "img" and attributes.get("alt"):
            self.block += 1
            self.add(attributes["alt"], lang)
            self.block += 1
        if tag in VOID:
            return
        if tag == "a" and attributes.get("href") is not None:
            self.open_link = Link(attributes["href"], attributes.get("hreflang"), self.stack)
            self.links.append(self.open_link)
        self.stack.append(element)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag == "a":
            self.open_link = None
        if tag in BLOCKS:
            self.block += 1
        if any(element.tag == tag for element in self.stack):
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, text):
        tags = [element.tag for element in self.stack]
        if tags and tags[-1] == "script":
            if self.stack[-1].attributes.get("type") == "application/ld+json":
                self.data.append(text)
            return
        lang = self.stack[-1].lang if self.stack else self.default
        if "h1" in tags:
            self.h1 += text
        if self.open_link and text.strip():
            self.open_link.text += text
            self.open_link.langs.add(lang)
        if any("p-summary" in element.classes for element in self.stack) and text.strip():
            card = next((element for element in self.stack if "card" in element.classes), None)
            self.summaries.append((card, lang, text))
        if text.strip() and not VERBATIM & set(tags):
            self.texts.append((one_line(text), lang))
        self.add("\ufffc" if VERBATIM & set(tags) else text, lang)

    def add(self, text, lang):
        for other in [key for key in self.runs if key[0] == self.block and key[1] != lang]:
            # What stands between two words in another language keeps them apart.
            self.runs[other] = self.runs[other].removesuffix("\ufffc") + "\ufffc"
        self.runs[(self.block, lang)] = self.runs.get((self.block, lang), "") + text


def srcset(value):
    return [candidate.split()[0] for candidate in re.split(r",\s+", value.strip()) if candidate.strip()]


def one_line(text):
    return " ".join(text.split())


class Site:
    """All files of a folder, by the address they have below the base URL."""

    def __init__(self, folder, base):
        self.base = base if base.endswith("/") else base + "/"
        self.files, self.pages, self.feeds, self.found = set(), {}, {}, []
        folder = pathlib.Path(folder)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            self.files.add(name)
            if name.endswith(".html"):
                address = name[: -len("index.html")] if name == "index.html" or name.endswith("/index.html") else name
                self.pages[self.base + urllib.parse.quote(address)] = Page(path.read_text(encoding="utf-8"))
            elif name.rsplit("/", 1)[-1] in ("atom.xml", "rss.xml"):
                self.feeds[self.base + urllib.parse.quote(name)] = path
        self.sitemap = self.read_sitemap(folder)

    def say(self, where, what):
        self.found.append(f"{where[len(self.base) - 1:] if where.startswith(self.base) else where}: {what}")

    def read_sitemap(self, folder):
        """Addresses → day of the last change, and versions."""
        entries, files = {}, ["sitemap.xml"]
        for name in files:
            path = folder / name
            if not path.exists():
                continue
            try:
                root = ET.parse(path).getroot()
            except ET.ParseError as error:
                self.say(name, f"is no XML: {error}")
                continue
            files.extend(
                loc.text.rsplit("/", 1)[-1] for loc in root.iter(SITEMAP + "loc") if root.tag == SITEMAP + "sitemapindex"
            )
            for url in root.iter(SITEMAP + "url"):
                alternates = {(link.get("hreflang"), link.get("href")) for link in url.iter(XHTML + "link")}
                entries[url.findtext(SITEMAP + "loc")] = (url.findtext(SITEMAP + "lastmod"), alternates)
        return entries

    def page(self, url):
        url = urllib.parse.urldefrag(url)[0]
        return (
            self.pages.get(self.base + urllib.parse.quote(urllib.parse.unquote(url[len(self.base) :])))
            if url.startswith(self.base)
            else None
        )

    def missing(self, url):
        """Why an address of this site leads nowhere."""
        address, anchor = urllib.parse.urldefrag(url)
        origin = "/".join(self.base.split("/")[:3]) + "/"
        if not address.startswith(self.base):
            below = urllib.parse.unquote(address[len(origin) :].split("?")[0]) if address.startswith(origin) else None
            if below is not None and (below in self.files or below.rstrip("/") + "/index.html" in self.files):
                return "leaves out the path of the site"
            return None
        name = urllib.parse.unquote(address[len(self.base) :].split("?")[0])
        if name == "" or name.endswith("/"):
            name += "index.html"
        if name not in self.files:
            return "is not there"
        page = self.page(address.split("?")[0])
        if anchor and page and urllib.parse.unquote(anchor) not in page.ids:
            return "has no such anchor"
        return None


def alternates(page):
    links = [link for link in page.head if link.get("rel") == "alternate" and "hreflang" in link and "type" not in link]
    return {(link["hreflang"], link["href"]) for link in links}


def is_indexed(page):
    return not page.refresh and "noindex" not in page.metas.get("robots", "")


def objects(page, site, url):
    found = []
    for text in page.data:
        try:
            found.append(json.loads(text))
        except ValueError as error:
            site.say(url, f"the JSON-LD is none: {error}")
    return found


def versions(work):
    """The addresses of all versions that a work names."""
    urls = {work["url"]} if work.get("url") else set()
    others = work.get("workTranslation", [])
    original = work.get("translationOfWork")
    for other in (others if isinstance(others, list) else [others]) + ([original] if original else []):
        urls |= versions(other)
    return urls


def check_pages(site):
    for url, page in site.pages.items():
        for one, count in collections.Counter(page.ids).items():
            if count > 1:
                site.say(url, f"the id `{one}` stands {count} times")
        for what, href in page.urls:
            problem = site.missing(urllib.parse.urljoin(url, href))
            if problem:
                site.say(url, f"{what} `{href}` {problem}")
        if not page.lang:
            site.say(url, "no `lang` on `html`")
        canonical = [link["href"] for link in page.head if link.get("rel") == "canonical"]
        if is_indexed(page) and canonical != [url]:
            site.say(url, f"its canonical address is {canonical}")


def check_alternates(site):
    homes = {site.base} | {
        href for page in site.pages.values() for lang, href in alternates(page) if href == f"{site.base}{lang}/"
    }
    for url, page in site.pages.items():
        named = alternates(page)
        real = {(lang, href) for lang, href in named if lang != "x-default"}
        if not is_indexed(page):
            if named or url in site.sitemap:
                site.say(url, "not to be indexed, but named to search engines")
            continue
        if named and url != site.base and (page.lang, url) not in named:
            site.say(url, "does not name itself among its versions")
        if len(real) < len(named) and url not in homes:
            site.say(url, "has an `x-default`")
        for lang, href in named:
            other = site.page(href)
            if other is None:
                site.say(url, f"its version {href} is not there")
            elif alternates(other) != named:
                site.say(url, f"{href} does not name the same versions")
            if other and lang != "x-default" and other.lang != lang:
                site.say(url, f"{href} is in {other.lang}, not in {lang}")
        if site.sitemap:
            if url not in site.sitemap:
                site.say(url, "is not in the sitemap")
            elif site.sitemap[url][1] != named:
                site.say(url, "has other versions in the sitemap")
        works = objects(page, site, url)
        for work in works:
            languages = work.get("inLanguage")
            if work.get("url") != url or (page.lang != languages and page.lang not in (languages or [])):
                site.say(url, "its JSON-LD is of another page or language")
            if real and url != site.base and versions(work) != {href for _, href in real}:
                site.say(url, "has other versions in its JSON-LD")
        if not works:
            site.say(url, "has no JSON-LD")
    for url in site.sitemap:
        if site.page(url) is None:
            site.say("sitemap", f"{url} is not there")


def check_dates(site):
    for url, page in site.pages.items():
        posting = next((work for work in objects(page, site, url) if work.get("@type") == "BlogPosting"), None)
        if posting is None:
            continue
        shown = [date for date, in_card in page.times if not in_card]
        told = posting.get("datePublished")
        if [told] != (shown or [None]):
            site.say(url, f"shows the date {shown}, and tells {told}")
        if not shown and (
            posting.get("dateModified") or "article:published_time" in page.metas or site.sitemap.get(url, (None,))[0]
        ):
            site.say(url, "has no date, but search engines are told one")


def check_foreign(site):
    titles = {}
    for page in site.pages.values():
        title = one_line(page.h1)
        if title and is_indexed(page):
            titles.setdefault(title, set()).add(page.lang)
    for url, page in site.pages.items():
        for link in page.links:
            target = site.page(urllib.parse.urljoin(url, link.href))
            # `/` is in every language.
            if (
                target is None
                or target is site.page(site.base)
                or target.refresh
                or not target.lang
                or not one_line(link.text)
                or link.href.startswith("#")
            ):
                continue
            foreign = link.langs - {target.lang}
            # A title is in the language of its page, wherever it stands.
            if foreign and one_line(link.text) == one_line(target.h1) and titles[one_line(target.h1)] == {target.lang}:
                site.say(url, f"« {one_line(link.text)} » is in {target.lang}, and marked as {foreign.pop()}")
            # A page with two texts side by side is in both languages.
            elif foreign and link.hreflang != target.lang and not link.in_text and target.lang != page.lang and is_indexed(target):
                site.say(url, f"the link « {one_line(link.text)} » leads to {target.lang} and does not say so")
        for text, lang in page.texts:
            if len(text.split()) > 1 and text in titles and lang not in titles[text] and len(titles[text]) == 1:
                site.say(url, f"« {text} » is in {next(iter(titles[text]))}, and marked as {lang}")
        cards = {
            id(link.card_element): site.page(urllib.parse.urljoin(url, link.href))
            for link in page.links
            if link.heading and link.card_element
        }
        for card, lang, text in page.summaries:
            target = cards.get(id(card))
            if target and target.lang != lang and not passage(target, one_line(text), lang):
                site.say(url, f"the excerpt « {one_line(text)[:40]} » is in {target.lang}, and marked as {lang}")


# Words that are frequent in one language and none of the other.
FREQUENT = {
    "fr": set("le la les des une est que qui dans pour pas vous nous avec sur ce cette il elle mais ont sont aux du et".split()),
    "en": set("the and of is that it for with you was this are not be have they at what from but his her by we".split()),
}


def check_words(site):
    """Whole blocks in another language than the one they are marked with, told by their most frequent words."""
    runs = [(url, lang, text) for url, page in site.pages.items() for (_, lang), text in page.runs.items()]
    for url, path in site.feeds.items():
        for _, _, lang, title, text, _ in entries(path, site):
            runs.extend((url, of, run) for (_, of), run in [*Page(text, lang).runs.items(), ((0, lang), title or "")])
    for url, lang, text in runs:
        if lang:
            words = re.findall(r"[^\W\d_]+", text.lower())
            counts = {code: sum(word in frequent for word in words) for code, frequent in FREQUENT.items()}
            best = max(counts, key=counts.get)
            own = counts.get(lang.split("-")[0])
            if own is not None and counts[best] >= 4 and counts[best] > 4 * own:
                site.say(url, f"« {one_line(text)[:60]} » is in {best} by its words, and marked as {lang}")


def passage(page, text, lang):
    """Whether a page itself has these words in that language."""
    return any(text in one_line(words) for (_, of), words in page.runs.items() if of == lang)


def check_lists(site):
    story = {}
    for url, page in site.pages.items():
        story[url] = min((href for lang, href in alternates(page) if lang != "x-default"), default=url)
    for url, page in site.pages.items():
        seen = collections.Counter()
        for link in page.links:
            target = urllib.parse.urldefrag(urllib.parse.urljoin(url, link.href))[0]
            if link.listed and target in story:
                seen[(id(link.half) if link.half else None, story[target])] += 1
        for (_, one), count in seen.items():
            if count > 1:
                site.say(url, f"lists the story {one} {count} times")


def entries(path, site):
    """Of each entry: id, address, language, HTML."""
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError as error:
        site.say(str(path), f"is no XML: {error}")
        return []
    if root.tag == ATOM + "feed":
        address = lambda entry: next(
            (link.get("href") for link in entry.iter(ATOM + "link") if link.get("rel", "alternate") == "alternate"), None
        )
        return [
            (
                one.findtext(ATOM + "id"),
                address(one),
                one.get(XML_LANG),
                one.findtext(ATOM + "title"),
                one.findtext(ATOM + "content") or "",
                {(link.get("hreflang"), link.get("href")) for link in one.iter(ATOM + "link") if link.get("hreflang")},
            )
            for one in root.iter(ATOM + "entry")
        ]
    return [
        (
            one.findtext("guid"),
            one.findtext("link"),
            one.get(XML_LANG),
            one.findtext("title"),
            one.findtext(CONTENT) or "",
            {(link.get("hreflang"), link.get("href")) for link in one.iter(ATOM + "link")}
            | {(one.get(XML_LANG), one.findtext("link"))},
        )
        for one in root.iter("item")
    ]


def ids_of(site):
    return {(str(url), address): one for url, path in site.feeds.items() for one, address, *_ in entries(path, site)}


def check_feeds(site):
    known = {}
    for url, path in site.feeds.items():
        seen = collections.Counter()
        for one, address, lang, _, text, named in entries(path, site):
            seen[one] += 1
            page = site.page(address or "")
            if not one or page is None:
                site.say(url, f"the entry {one} leads to {address}, which is not there")
                continue
            if known.setdefault(address, one) != one:
                site.say(url, f"{address} is known as {one} and as {known[address]}")
            if page.lang != lang:
                site.say(url, f"{address} is in {page.lang}, and marked as {lang}")
            if not page.times:
                site.say(url, f"{address} has no date, but an entry")
            if named != alternates(page):
                site.say(url, f"the entry {one} names other versions than its page")
            content = Page(text, lang)
            if "<script" in text.lower():
                site.say(url, f"the entry {one} holds a script")
            for what, href in content.urls:
                if not re.match("[a-z][a-z0-9+.-]*:", href):
                    site.say(url, f"{what} `{href}` of the entry {one} is relative")
                elif site.missing(href):
                    site.say(url, f"{what} `{href}` of the entry {one} {site.missing(href)}")
        for one, count in seen.items():
            if count > 1:
                site.say(url, f"the id {one} stands {count} times")
    for one, count in collections.Counter(known.values()).items():
        if count > 1:
            site.say("feeds", f"{count} posts have the id {one}")


ADDRESS = re.compile(r"\b[a-z]+://\S+|\bwww\.\S+|\S+@\S+\.\S+")
DEFECTS = {
    "fr": [
        (re.compile(r"(?<=[^\W\d_])'"), "a straight apostrophe"),
        (re.compile(r" [:;?!](?![-)(DP])"), "a plain space before high punctuation"),
        (re.compile(r"« | »"), "a plain space inside « »"),
    ],
    "en": [(re.compile("[«»]"), "French quotation marks"), (re.compile(r"(?<=[^\W\d_])'"), "a straight apostrophe")],
}
DOUBLE = re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)")


def check_typography(site):
    def look(where, text, lang):
        text = ADDRESS.sub("\ufffc", text)
        for pattern, what in DEFECTS.get((lang or "").split("-")[0], []) + [(DOUBLE, "a double space")]:
            for hit in list(pattern.finditer(text))[:3]:
                site.say(where, f"{what} in « {one_line(text[max(0, hit.start() - 20):hit.end() + 20])} » ({lang})")

    for url, page in site.pages.items():
        for (_, lang), text in page.runs.items():
            look(url, text, lang)
        for name in ("description", "og:title", "og:description"):
            if url != site.base:
                look(url, page.metas.get(name, ""), page.lang)
    for url, path in site.feeds.items():
        for _, _, lang, title, text, _ in entries(path, site):
            look(url, title or "", lang)
            for (_, of), run in Page(text, lang).runs.items():
                look(url, run, of)


def check(folder, base, again=None, typography=False):
    site = Site(folder, base)
    if not site.pages:
        site.say(str(folder), "has no pages")
    for one in (check_pages, check_alternates, check_dates, check_foreign, check_words, check_lists, check_feeds):
        one(site)
    if typography:
        check_typography(site)
    if again:
        before, after = ids_of(site), ids_of(Site(again, base))
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                site.say(key[0], f"{key[1]} was known as {before.get(key)}, and is now as {after.get(key)}")
    return site


# --- The self-test: a small right site, and each thing that can be wrong with it.

BASE = "https://a.org/b/"


def small_page(lang, path, versions, body, kind="WebPage", extra="", head=""):
    links = "".join(f'<link rel="alternate" hreflang="{of}" href="{BASE}{to}">' for of, to in versions)
    others = [{"url": BASE + to, "inLanguage": of} for of, to in versions if to != path and of != "x-default"]
    data = {"@type": kind, "url": BASE + path, "inLanguage": lang, "workTranslation": others, **json.loads(extra or "{}")}
    return (
        f'<!doctype html><html lang="{lang}"><head><title>t</title><link rel="canonical" href="{BASE}{path}">{links}'
        f'<script type="application/ld+json">{json.dumps(data)}</script>{head}</head><body>{body}</body></html>'
    )


def small_site():
    homes = [("fr", "fr/"), ("en", "en/"), ("x-default", "")]
    story = [("fr", "fr/pain/"), ("en", "en/bread/")]
    dated = '{"datePublished": "2014-05-01"}'
    time = '<time class="dt-published" datetime="2014-05-01">1</time>'
    card = (
        '<article class="card" id="c"><h2><a href="/b/fr/seul/" lang="fr" hreflang="fr">Seul au guichet</a></h2>'
        '<div class="p-summary" lang="fr"><p>Il attend.</p></div></article>'
    )
    pages = {
        "": (small_page("fr", "", homes, "<h1>Les deux</h1>")),
        "fr/": small_page(
            "fr", "fr/", homes, '<h1>Accueil</h1><ul class="titles"><li><a href="/b/fr/pain/#a">Le bon pain</a></li></ul>'
        ),
        "en/": small_page("en", "en/", homes, "<h1>Home</h1>" + card),
        "fr/pain/": small_page(
            "fr",
            "fr/pain/",
            story,
            f'<h1>Le bon pain</h1>{time}<p id="a">L’été\u00a0: «\u00a0oui\u00a0».</p><img src="/b/i.png" srcset="/b/i.png 2x" alt="">',
            "BlogPosting",
            dated,
        ),
        "en/bread/": small_page("en", "en/bread/", story, f"<h1>Good bread</h1>{time}<p>It’s “it”.</p>", "BlogPosting", dated),
        "fr/seul/": small_page(
            "fr", "fr/seul/", [("fr", "fr/seul/")], "<h1>Seul au guichet</h1><p>Il attend.</p>", "BlogPosting"
        ),
    }
    files = {f"{path}index.html": text for path, text in pages.items()}
    files["i.png"] = ""

    def url(path, named, day=""):
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{of}" href="{BASE}{to}"/>' for of, to in named)
        return f"<url><loc>{BASE}{path}</loc>{day}{links}</url>"

    day = "<lastmod>2014-05-01</lastmod>"
    urls = (
        [url(path, homes) for path in ("", "fr/", "en/")]
        + [url(path, story, day) for _, path in story]
        + [url("fr/seul/", [("fr", "fr/seul/")])]
    )
    files["sitemap.xml"] = f'<urlset xmlns="{SITEMAP[1:-1]}" xmlns:xhtml="{XHTML[1:-1]}">{"".join(urls)}</urlset>'
    links = "".join(f'<link rel="alternate" hreflang="{of}" href="{BASE}{to}"/>' for of, to in story)
    entry = (
        f'<entry xml:lang="fr"><id>tag:a.org,2014:pain</id><title>Le bon pain</title>{links}'
        f'<content type="html">&lt;p&gt;&lt;img src="{BASE}i.png"&gt;&lt;/p&gt;</content></entry>'
    )
    files["fr/atom.xml"] = f'<feed xmlns="{ATOM[1:-1]}">{entry}</feed>'
    return files


def mistakes():
    """A file, what is put for what, and what must be found."""
    pain, seul, home, feed, sitemap = "fr/pain/index.html", "fr/seul/index.html", "en/index.html", "fr/atom.xml", "sitemap.xml"
    entry = small_site()[feed].split("<entry")[1].split("</feed>")[0]
    return [
        (pain, '<p id="a">', '<p id="a"><i id="a"></i>', "stands 2 times"),
        ("fr/index.html", "/b/fr/pain/#a", "/b/fr/pain/#z", "no such anchor"),
        ("fr/index.html", "/b/fr/pain/#a", "/b/fr/vin/", "is not there"),
        ("fr/index.html", "/b/fr/pain/#a", "/fr/pain/", "leaves out the path"),
        (pain, 'src="/b/i.png"', 'src="/b/j.png"', "img src `/b/j.png` is not there"),
        (pain, "/b/i.png 2x", "/b/i.png 1x, k.png 2x", "srcset `k.png` is not there"),
        (pain, f'<link rel="canonical" href="{BASE}fr/pain/">', "", "canonical"),
        (pain, f'<link rel="alternate" hreflang="fr" href="{BASE}fr/pain/">', "", "does not name itself"),
        (pain, f'<link rel="alternate" hreflang="en" href="{BASE}en/bread/">', "", "does not name the same versions"),
        (pain, "</head>", f'<link rel="alternate" hreflang="x-default" href="{BASE}"></head>', "x-default"),
        (pain, 'hreflang="en"', 'hreflang="de"', "is in en, not in de"),
        (pain, '"workTranslation": [', '"other": [', "other versions in its JSON-LD"),
        (pain, '{"@type"', '{"@type', "JSON-LD is none"),
        (pain, '"inLanguage": "fr"', '"inLanguage": "en"', "of another page or language"),
        (sitemap, f'<xhtml:link rel="alternate" hreflang="en" href="{BASE}en/bread/"/>', "", "other versions in the sitemap"),
        (sitemap, f"<loc>{BASE}fr/seul/", f"<loc>{BASE}fr/deux/", "is not in the sitemap"),
        (
            sitemap,
            f"<loc>{BASE}fr/seul/</loc>",
            f"<loc>{BASE}fr/seul/</loc><lastmod>2014-05-01</lastmod>",
            "search engines are told one",
        ),
        (seul, "</head>", '<meta name="robots" content="noindex"></head>', "not to be indexed"),
        (seul, '"BlogPosting"', '"BlogPosting", "datePublished": "2014-05-01"', "shows the date []"),
        (home, '<a href="/b/fr/seul/" lang="fr"', '<a href="/b/fr/seul/"', "is in fr, and marked as en"),
        (home, '"p-summary" lang="fr"', '"p-summary"', "the excerpt"),
        (home, "</article>", '</article><p><a href="/b/fr/pain/">read on</a></p>', "does not say so"),
        (home, "</article>", "</article><p><i>Le bon pain</i></p>", "is in fr, and marked as en"),
        (seul, "</p>", "</p><p>This is what they have for you, and it is not the bread that was here.</p>", "by its words"),
        (
            "fr/index.html",
            "</li>",
            '</li><li><a href="/b/en/bread/" lang="en" hreflang="en">Good bread</a></li>',
            "lists the story",
        ),
        (feed, "</entry>", "</entry><entry" + entry, "stands 2 times"),
        (feed, "</entry>", "", "is no XML"),
        (feed, f'"{BASE}i.png"', '"/b/i.png"', "is relative"),
        (feed, f'"{BASE}i.png"', f'"{BASE}l.png"', "is not there"),
        (feed, "&lt;p&gt;", "&lt;script&gt;x&lt;/script&gt;", "holds a script"),
        (feed, 'xml:lang="fr"', 'xml:lang="en"', "marked as en"),
        (feed, "&lt;p&gt;", "&lt;p&gt;This is what they have for you, and it is not the bread.", "by its words"),
        (feed, f'<link rel="alternate" hreflang="en" href="{BASE}en/bread/"/>', "", "other versions than its page"),
        (feed, "fr/pain/", "fr/seul/", "has no date, but an entry"),
        (pain, "L’été", "L'été", "straight apostrophe"),
        (pain, "été\u00a0:", "été :", "high punctuation"),
        (pain, "«\u00a0oui", "« oui", "inside « »"),
        (pain, "été", "un  été", "double space"),
        ("en/bread/index.html", "“it”", "« it »", "French quotation marks"),
    ]


def put(files, folder):
    for name, text in files.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test():
    def found(files, again=None):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            put(files, folder)
            if again:
                put(again, other)
            return check(folder, BASE, other if again else None, True).found

    failures = [f"the right site: {found(small_site())}"] if found(small_site()) else []
    for name, old, new, expected in mistakes():
        files = small_site()
        assert old in files[name], (name, old)
        files[name] = files[name].replace(old, new, 1)
        if not any(expected in one for one in found(files)):
            failures.append(f"{name}, {new!r}: expected « {expected} », found {found(files)}")
    again = {**small_site(), "fr/atom.xml": small_site()["fr/atom.xml"].replace("2014:pain", "2014:other")}
    if not any("was known as" in one for one in found(small_site(), again)):
        failures.append("an id that changed was not found")
    print("\n".join(failures) if failures else f"{len(mistakes()) + 1} mistakes, each found; the right site has none")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("base", nargs="?")
    parser.add_argument("--again")
    parser.add_argument("--typography", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    given = parser.parse_args()
    if given.self_test:
        return self_test()
    if not given.folder or not given.base:
        parser.error("FOLDER and BASE_URL are needed")
    site = check(given.folder, given.base, given.again, given.typography)
    for one in site.found:
        print(one)
    print(f"{len(site.pages)} pages, {len(site.feeds)} feeds, {len(site.found)} findings")
    return 1 if site.found else 0


if __name__ == "__main__":
    sys.exit(main())
