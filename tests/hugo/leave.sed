# Front matter of Diptych for Hugo, which wants whole days and its own names: sed -E -i -f leave.sed content/*/*.md
s/^(date|lastmod|updated)( = |: )"?([0-9]{4})"?$/\1\2\3-01-01/
s/^(date|lastmod|updated)( = |: )"?([0-9]{4}-[0-9]{2})"?$/\1\2\3-01/
s/^story( = |: )/translationKey\1/
s/^updated( = |: )/lastmod\1/
s/^excerpt( = |: )/summary\1/
# Hugo has no shortcodes of these forms: Markdown says the same.
s/^\{\{ figure\(src="([^"]*)", alt="([^"]*)", caption="([^"]*)"\) \}\}$/![\2](\1 "\3")/
s/^\{\{ video\(url="([^"]*)".*\) \}\}$/<\1>/
s/^\{% quote\(.*\) %\}$/<blockquote>\n/
s/^\{% end %\}$/\n<\/blockquote>/
# No file can stand at a query (`/?p=12`): Hugo would make a folder of that name.
/^aliases = \[/s/("\/\?[^"]*", |, "\/\?[^"]*"|"\/\?[^"]*")//g
# Hugo puts an alias below the language of its page; from there it climbs to the root.
/^aliases = \[/s|"/|"/../|g
