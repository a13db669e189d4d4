# C files -> "FUNCTION <tab> FILE <tab> LINE" for every function that is defined in them: in this project's layout a
# header that starts at the left margin, followed by a line that is nothing but an opening brace.
FNR == 1 { header = "" }
/^[A-Za-z_].*\(/ && !/;[ \t]*$/ && !/^(typedef|return)/ { header = $0; line = FNR; next }
/^\{/ && header != "" {
    sub(/\(.*/, "", header); sub(/.*[ *]/, "", header)
    print header "\t" FILENAME "\t" line
    header = ""
}
/^[}#\/]/ || /;[ \t]*$/ { header = "" }
