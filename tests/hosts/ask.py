#!/usr/bin/env python3
"""The generated rules in real servers: ask.py DIPTYCH starts nginx and Apache on free ports of this machine over a site built
with them, asks as browsers do, prints what is wrong, and exits 1 if anything is. A server that is not installed is an error."""

import http.client
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

NGINX = """
pid {run}/nginx.pid; error_log {run}/nginx.log; worker_processes 1; daemon off; master_process off;
events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {run}/a; proxy_temp_path {run}/b; fastcgi_temp_path {run}/c; uwsgi_temp_path {run}/d; scgi_temp_path {run}/e;
  server {{ listen 127.0.0.1:{port}; server_name 127.0.0.1; root {root}; include "{public}/.nginx.conf"; }}
}}
"""

APACHE = """
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {run}/apache.pid
ErrorLog {run}/apache.log
DocumentRoot {root}
TypesConfig /etc/mime.types
<Directory {root}>
  AllowOverride All
  Require all granted
</Directory>
"""
MODULES = ["mpm_event", "authz_core", "dir", "mime", "rewrite", "headers"]
MODULE_FOLDERS = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2"]

# Accept-Language and the home that answers; nothing: the page in both languages.
WISHES = [
    ("fr", "fr"), ("en", "en"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("en-US,en;q=0.5", "en"), ("de", None), (None, None),
    ("en;q=0.2, fr", "fr"), ("en;q=0.2,fr;q=0.7", "fr"), ("de,en;q=0.9,fr;q=0.9", "en"), ("fr;q=0,en;q=0.1", "en"),
    ("FR", "fr"), ("frr", None), ("*", None), ("de;q=0.9, fr ; q=0.3", "fr"), ("en;q=1.0,fr;q=0.9", "en"),
]


def main():
    diptych = pathlib.Path(sys.argv[1]).resolve()
    repository = pathlib.Path(__file__).resolve().parents[2]
    wrong = 0
    for base in ["/", "/blog/", "/mon%20carnet/%C3%A9t%C3%A9/"]:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            folder.chmod(0o755)
            public = build(diptych, repository, folder, base)
            for name, serve in [("nginx", nginx), ("apache", apache)]:
                server, port = serve(folder, public)
                try:
                    wrong += ask(f"{name}{base}", port, base)
                finally:
                    server.terminate()
                    server.wait(10)
    print(f"rules: {wrong} wrong")
    sys.exit(1 if wrong else 0)


def build(diptych, repository, folder, base):
    site = folder / "site"
    shutil.copytree(repository / "content", site / "content")
    settings = (repository / "site.toml").read_text().split("[outputs]")[0]
    (site / "site.toml").write_text(settings + '\n[outputs]\nrules = ["nginx", "apache"]\n')
    (site / "content/posts/moved.fr.md").write_text(
        '+++\ntitle = "Un été ailleurs"\nslug = "été"\naliases = ["/2014/05/l\'été (1)/", "/?page_id=7", "/old.html"]\n+++\n\nUn texte.\n')
    public = folder / "root" / urllib.parse.unquote(base).strip("/")
    built = subprocess.run(
        [diptych, "build", "--root", site, "--output", public, "--base-url", f"http://127.0.0.1{base}"], capture_output=True, text=True)
    if built.returncode:
        sys.exit(built.stderr)
    return public


def nginx(folder, public):
    binary = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin") or sys.exit("nginx is not installed")
    port, run = prepare(folder, "nginx")
    (run / "nginx.conf").write_text(NGINX.format(run=run, port=port, root=folder / "root", public=public))
    return start([binary, "-c", run / "nginx.conf", "-e", run / "nginx.log"], run / "nginx.log", port)


def apache(folder, public):
    binary = shutil.which("apache2", path="/usr/sbin:/usr/bin") or shutil.which("httpd", path="/usr/sbin:/usr/bin")
    binary = binary or sys.exit("apache2 is not installed")
    modules = next(path for path in map(pathlib.Path, MODULE_FOLDERS) if path.is_dir())
    port, run = prepare(folder, "apache")
    load = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in MODULES)
    (run / "apache.conf").write_text(load + APACHE.format(run=run, port=port, root=folder / "root"))
    return start([binary, "-X", "-f", run / "apache.conf"], run / "apache.log", port)


def prepare(folder, name):
    run = folder / name
    run.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1], run


def start(command, log, port):
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server, port
        except OSError:
            if server.poll() is not None:
                sys.exit(server.stderr.read() + (log.read_text() if log.exists() else ""))
            time.sleep(0.1)
    server.terminate()
    sys.exit(f"{command[0]} does not answer")


def ask(name, port, base):
    wrong = 0

    def get(path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", base + path, headers={key.replace("_", "-"): value for key, value in headers.items() if value})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        location = (answer.getheader("Location") or "").removeprefix(f"http://127.0.0.1:{port}")
        return answer.status, location, text, answer.headers

    def expect(what, found, wanted):
        nonlocal wrong
        if found != wanted:
            wrong += 1
            print(f"{name}: {what}: {found!r}, not {wanted!r}")

    for wish, home in WISHES:
        status, location, text, headers = get("", Accept_Language=wish)
        wanted = (302, f"{base}{home}/") if home else (200, "")
        expect(f"/ for {wish}", (status, location), wanted)
        expect(f"/ for {wish}: Vary", "Accept-Language" in (headers["Vary"] or ""), True)
        if not home:
            expect(f"/ for {wish}: cached", headers["Cache-Control"], "no-cache")
    expect("the link to / stays there", get("?choose=1", Accept_Language="fr")[0], 200)
    expect("a reader of the site stays at /", get("", Accept_Language="fr", Referer=f"http://127.0.0.1:{port}{base}fr/")[0], 200)
    expect("a reader from elsewhere is led on", get("", Accept_Language="fr", Referer="http://other.example/")[0], 302)
    expect("languages count at / alone", get("en/", Accept_Language="fr")[0], 200)

    for path, words, others in [
        ("fr/rien/", "Page introuvable", "Page not found"), ("en/nothing/", "Page not found", "Page introuvable"),
        ("fr/rien", "Page introuvable", "Page not found"),
    ]:
        status, _, text, headers = get(path)
        expect(f"404 at {path}", (status, words in text, others in text), (404, True, False))
        expect(f"404 at {path}: policy", "frame-src" in (headers["Content-Security-Policy"] or ""), True)
    status, _, text, _ = get("nothing/")
    expect("404 elsewhere", (status, "Page introuvable" in text, "Page not found" in text), (404, True, True))
    for hidden in [".diptych.json", ".nginx.conf", ".htaccess"]:
        expect(hidden, get(hidden)[0] in (403, 404), True)

    moved = f"{base}fr/%C3%A9t%C3%A9/"
    for path in ["2014/05/l'%C3%A9t%C3%A9%20(1)/", "old.html", "?page_id=7"]:
        expect(path, get(path, Accept_Language="en")[:2], (301, moved))
    status, _, text, headers = get("fr/%C3%A9t%C3%A9/")
    expect("a post", (status, "Un été ailleurs" in text), (200, True))
    expect("its headers", [headers[key] for key in ["Content-Type", "Cache-Control", "X-Content-Type-Options", "Referrer-Policy"]],
           ["text/html; charset=utf-8", "no-cache", "nosniff", "strict-origin-when-cross-origin"])
    sheet = re.search(r'rel="stylesheet" href="([^"]+)"', text)[1].removeprefix(base)
    headers = get(sheet)[3]
    expect("a style sheet", (headers["Content-Type"].lower(), headers["Cache-Control"]),
           ("text/css; charset=utf-8", "public, max-age=31536000, immutable"))
    expect("a picture", get("media/posts/avis.svg")[3]["Cache-Control"], "public, max-age=86400")
    return wrong


main()
