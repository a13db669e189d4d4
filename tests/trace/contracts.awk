# C files -> "FUNCTION <tab> FILE <tab> LINE <tab> CONTRACT" for every function with a contract: an annotation right before
# its prototype or definition. LINE is where the contract starts; blanks in CONTRACT are squeezed.
FNR == 1 { open = after = 0 }
after && /\(/ {
    name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name)
    gsub(/[ \t]+/, " ", text)
    print name "\t" FILENAME "\t" start "\t" text
    after = 0
}
after && /[;{}]/ { after = 0 }
/^ *\/\*@/ { open = 1; start = FNR; text = "" }
open { text = text " " $0 }
open && /\*\// { open = 0; after = 1 }
