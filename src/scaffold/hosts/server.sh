#!/bin/sh
# Builds the site and copies it to your server: ./publish.sh
set -eu
# Where your web server looks for the site.
TO=user@example.org:/var/www/site/
diptych build
rsync -az --delete --exclude=.diptych.json public/ "$TO"
