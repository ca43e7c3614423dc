"""What Hugo made of a `content` folder of Diptych: each post and page once, its translations, aliases and links.

usage: check.py DIPTYCH CONTENT HUGO_OUTPUT
"""

import json
import pathlib
import re
import subprocess
import sys
import tomllib

diptych, content, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
folders = [str(folder) for name in ("posts", "pages") if (folder := content / name).is_dir()]
reading = json.loads(subprocess.check_output([diptych, "import", "--dry-run", "--format", "json", *folders]))
problems = []


def page_of(post):
    return output / post["lang"] / post["slug"] / "index.html"


def alternates(html):
    return set(re.findall(r'rel="?alternate"? hreflang="?([a-zA-Z-]+)"? href="?([^" >]+)', html))


stories = {}
for post in reading["posts"]:
    post["story"] = post["translation_of"] or post["id"]
    stories.setdefault(post["story"], []).append(post)
aliases = pairs = 0
for post in reading["posts"]:
    page = page_of(post)
    if not page.is_file():
        problems.append(f"{post['id']}: Hugo has no page {page.relative_to(output)}")
        continue
    html = page.read_text()
    versions = stories[post["story"]]
    # A pair that Diptych finds in the texts is not written down; Hugo cannot know it.
    declared = [other for other in versions if other is post or {other["evidence"]["kind"], post["evidence"]["kind"]} <= {"same-key", "same-stem"}]
    expected = {(other["lang"], f"/{other['lang']}/{other['slug']}/") for other in declared}
    pairs += len(declared) > 1
    if alternates(html) != expected:
        problems.append(f"{post['id']}: Hugo links {sorted(alternates(html))}, Diptych {sorted(expected)}")
    problems += [f"{post['id']}: a link to a file is left: {link}" for link in re.findall(r'href="[^":]*\.md[#"]', html)]
    for image in re.findall(r'src="(/[^"]+)"', html):
        if not (output / image.lstrip("/")).is_file():
            problems.append(f"{post['id']}: Hugo has no image {image}")
    front = re.match(r"\+\+\+\n(.*?)^\+\+\+$", pathlib.Path(post["id"]).read_text(), re.S | re.M)
    for alias in tomllib.loads(front[1]).get("aliases", []) if front else []:
        aliases += 1
        file = output / alias.removeprefix("/..").lstrip("/")
        file = file / "index.html" if alias.endswith("/") else file
        if not file.is_file() or f"/{post['lang']}/{post['slug']}/" not in file.read_text():
            problems.append(f"{post['id']}: the alias {alias} does not lead to it")
odd = [str(file.relative_to(output)) for file in output.rglob("*") if file.suffix in (".toml", ".txt", ".md")]
problems += [f"Hugo published {file}" for file in odd]
print(f"{content}: {len(reading['posts'])} pages, {pairs} with translations, {aliases} aliases; {len(problems)} problems")
print(*problems, sep="\n", end="\n" if problems else "")
sys.exit(bool(problems))
