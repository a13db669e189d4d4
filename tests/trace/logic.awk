# spec/*.acsl -> "NAME <tab> FILE <tab> LINE" for every predicate and logic function that is defined there.
/^ *(predicate|logic) / {
    name = $0
    sub(/^ *predicate +/, "", name); sub(/^ *logic +[a-z]+ +/, "", name); sub(/[^A-Za-z0-9_].*/, "", name)
    print name "\t" FILENAME "\t" FNR
}
