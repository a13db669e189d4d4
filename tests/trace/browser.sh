#!/usr/bin/env bash
# The page as a browser shows it: headless Chromium loads it from its file, and every number in what comes out is compared with
# trace.json, in both directions; then a page that was damaged on purpose must be refused. usage: browser.sh [DIRECTORY]
# The last line counts; without chromium everything is skipped. Exit code: 0 nothing failed, 1 something did.
set -uo pipefail
export LC_ALL=C
dir=${1:-${B:-build}/trace}
passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

browser=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$browser" ]; then
    echo "browser: 0 passed, 0 failed, 1 skipped: chromium is not installed (make deps-browser)"
    exit 0
fi
for file in index.html trace.json; do
    [ -s "$dir/$file" ] || { echo "browser: no $dir/$file: run make trace" >&2; exit 1; }
done

dom() { # page, output
    local options=(--headless --disable-gpu --disable-dev-shm-usage --no-first-run --disable-extensions "--user-data-dir=$work/profile")
    if [ "$(id -u)" -eq 0 ]; then options+=(--no-sandbox); fi
    timeout 300 "$browser" "${options[@]}" --dump-dom "file://$(realpath "$1")" >"$2" 2>"$work/browser.log"
    grep -q '</html>' "$2"
}

shown() { # the DOM's "KEY <tab> NUMBER", as often as they are there
    grep -oE '<span data-key="[^"]*">[^<]*</span>' "$1" | sed 's/<span data-key="\([^"]*\)">\([^<]*\)<.*/\1\t\2/' | sort -u
}

measured() { # the same of the JSON
    jq -r '[paths(type == "number")] + [paths(type == "string") | select(.[-1] == "percent")] | .[]' -c "$1" >"$work/paths"
    jq -r --slurpfile paths "$work/paths" '. as $all | $paths[] | . as $p | "\($p | map(tostring) | join("."))\t\($all | getpath($p))"' "$1" | sort -u
}

# What is wrong with a page, one line each.
faults() { # DOM, JSON
    measured "$2" >"$work/measured"
    shown "$1" >"$work/shown"
    [ "$(wc -l <"$work/shown")" -gt 100 ] || echo "only $(wc -l <"$work/shown") numbers are shown"
    comm -23 "$work/shown" "$work/measured" | sed 's/^/shown, but not measured: /'
    comm -13 "$work/shown" "$work/measured" | sed 's/^/measured, but not shown: /'
    tr '\n' ' ' <"$1" | grep -oP '<td class="n">.*?</td>|<div class="tile">.*?</div>' | sed 's/<span data-key="[^"]*">[^<]*<\/span>//g; s/<[^>]*>//g' |
        grep '[0-9]' | sed 's/^/a number without a key: /'
    grep -oE '(src|href|xlink:href|action)="[^"]*"' "$1" | grep -v '="#' | sed 's/^/leads out of the page: /'
    grep -oE '@import[^;]*|url\([^)]*\)' "$1" | grep -v 'url(#\|url("#\|url(&quot;#' | sed 's/^/leads out of the page: /'
    comm -13 <(grep -oE ' id="[^"]*"' "$1" | cut -d '"' -f 2 | sort -u) <(grep -oE 'href="#[^"]*"' "$1" | cut -d '#' -f 2 | tr -d '"' | sort -u) |
        sed 's/^/a link to nothing: #/'
    grep -o ' id="[^"]*"' "$1" | sort | uniq -d | sed 's/^/twice in the page:/'
}

expect() { # name, command...
    local name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: browser: $name"; fi
}

expect "the page loads" dom "$dir/index.html" "$work/dom"
faults "$work/dom" "$dir/trace.json" >"$work/faults"
numbers=$(wc -l <"$work/shown")
expect "the page shows trace.json: $(head -n 5 "$work/faults" | tr '\n' ';')" [ ! -s "$work/faults" ]

# The same page with a wrong number, a number less, one without a key, a picture from elsewhere and a dead link.
mkdir "$work/bad"
sed -e '0,/data-key="counts.conditions">[0-9]*/s//data-key="counts.conditions">9999/' -e 's/<span data-key="counts.deviations">[0-9]*</<span>77</' \
    -e 's|</body>|<img src="http://example.invalid/x.png"><a href="#nowhere">x</a></body>|' "$dir/index.html" >"$work/bad/index.html"
expect "the damaged page loads" dom "$work/bad/index.html" "$work/bad/dom"
faults "$work/bad/dom" "$dir/trace.json" >"$work/bad/faults"
for text in 'shown, but not measured: counts.conditions	9999' 'measured, but not shown: counts.deviations' 'a number without a key: .*77' \
    'leads out of the page: src="http://example.invalid/x.png"' 'a link to nothing: #nowhere'; do
    expect "damage is found: $text" grep -q "$text" "$work/bad/faults"
done
echo "browser: $numbers numbers of the page compared with trace.json by $("$browser" --version 2>/dev/null)"
echo "browser: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
