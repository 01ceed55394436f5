# Makes storyreel.toml(5) of config/example.toml, where each key stands below what is said of it.
function escaped(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  sub(/^[.']/, "\\\\\\&&", text)
  return text
}
function end_intro() {
  if (told) return
  told = 1
  print ".SH TABLES AND KEYS\nWhat stands behind a key is its default; \\(lqExample\\(rq where it has none."
}
BEGIN {
  printf ".TH STORYREEL.TOML 5 \"\" \"storyreel %s\" \"File formats\"\n", version
  print ".SH NAME\nstoryreel.toml \\- configuration of storyreel"
  print ".SH SYNOPSIS\n.nf\n\\fB\\-\\-config\\fP \\fIFILE\\fP, else \\fI$STORYREEL_CONFIG\\fP, else"
  print "\\fI$XDG_CONFIG_HOME/storyreel/storyreel.toml\\fP (or below \\fI~/.config\\fP), else"
  print "\\fI/etc/storyreel/storyreel.toml\\fP: the first that exists.\n.fi"
  print ".SH DESCRIPTION\nA TOML file. A key that nobody knows, and a value that can't be used, are errors"
  print "that name their line. Durations are strings such as \"10s\" or \"500ms\", sizes such as \"100GB\"."
  print "Relative paths are relative to the file. The least that works is a token and a parent page."
}
/^\[/ { end_intro(); said = ""; printf ".SS %s\n", escaped($0); next }
/^# / && !told { next }
/^# / { sub(/^# /, ""); said = said escaped($0) "\n"; next }
/^#/ {
  line = escaped(substr($0, 2))
  if (sub(/ ?It has no default\.\n$/, "\n", said) || sub(/ ?It has no\ndefault\.\n$/, "\n", said))
    line = line "\\fR  (Example)\\fB"
  printf ".TP\n\\fB%s\\fP\n%s", line, said
  said = ""
}
END {
  print ".SH EXAMPLE\n.nf\n[notion]\ntoken_file  = \"notion.token\""
  print "parent_page = \"https://www.notion.so/Studio\\-0123456789abcdef0123456789abcdef\"\n.fi"
  print ".SH SEE ALSO\n.BR storyreel (1)"
}
