# The chain: one row for each condition, register and descriptor; and the index by clause.
include "html";

def anchor: gsub("[^A-Za-z0-9.]"; "-");
def lines: if length == 0 then "<span class=\"soft\">-</span>" else join("<br>") end;

def predicate_cell($key): .predicates | placed("\($key).predicates")
    | map("\(.value.name | code) <span class=\"soft\">\(where(.key; .value.file; .value.line))</span>") | lines;
def place_cell($key): .places | placed("\($key).places") | map(where(.key; .value.file; .value.line)) | lines;
def function_cell($key): .functions | placed("\($key).functions")
    | map(.key as $k | "\(.value.name | code) <span class=\"soft\">\(where($k; .value.file; .value.line))</span> "
        + (if .value.goals == null then "" else .value | of($k; "proved"; "goals") end)) | lines;
def property_cell($key): .properties | placed("\($key).properties")
    | map(.key as $k | "<a href=\"#property-\(.value.name)\">\(.value.name)</a> "
        + (if .value.jobs == null then not_run else .value | of($k; "hold"; "jobs") end)) | lines;
def test_cell: .tests | map("<code>\(.file | sub(".*/"; "") | sub("\\.c$"; "") | breakable): \(.name | breakable)</code>") | lines;
def finding_cell: .findings | map("<a href=\"#\(.target)-\(.id)\">\(.id)</a>") | lines;

def chain_row: .key as $key | .value
    | "<tr id=\"\(.name | anchor)\"><td>\(.clauses | map(text) | join("<br>"))</td>"
      + "<td class=\"wide\"><b>\(.name | text)</b>\(if .code then " <span class=\"soft\">reason \(.code)h</span>" else "" end)<br>\(.text | text)"
      + (if .note then "<br><i>\(.note | text)</i>" else "" end) + "</td>"
      + "<td class=\"chain\">\(predicate_cell($key))</td><td class=\"chain\">\(place_cell($key))</td><td class=\"chain\">\(function_cell($key))</td>"
      + "<td class=\"n\">\(if (.functions | length) == 0 then "-" else number("\($key).proved"; .proved) + (if .goals == null then "" else " of " + number("\($key).goals"; .goals) end) end)</td>"
      + "<td>\(property_cell($key))</td><td class=\"chain\">\(test_cell)</td><td>\(finding_cell)</td></tr>";

def chain_table($kind): .items | placed("items") | map(select(.value.kind == $kind) | chain_row)
    | table_of(["clause", "rule", "predicate", "decided in", "contract", "#goals proved", "model checking, jobs that hold", "unit test", "deviations found"]; .);

def clause_index: [.items[] | .name as $n | .clauses[] | {clause: ., name: $n}] | group_by(.clause)
    | sort_by(.[0].clause | split(".") | map(tonumber? // 0))
    | map("<tr><td>\(.[0].clause | text)</td><td>\(map("<a href=\"#\(.name | anchor)\">\(.name | text)</a>") | join(", "))</td></tr>")
    | table_of(["clause", "states"]; .);
