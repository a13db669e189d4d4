# Pieces of HTML. A number is always shown by number(KEY; VALUE), where KEY is its place in trace.json.
def text: tostring | @html;
def tag($name; $inside): "<\($name)>\($inside)</\($name)>";
def breakable: text | gsub("(?<c>[_/])"; "\(.c)<wbr>");
def code: "<code>\(breakable)</code>";
def not_run: "<span class=\"none\">not run</span>";
def number($key; $value): if $value == null then not_run else "<span data-key=\"\($key)\">\($value | text)</span>" end;
def cell($inside): "<td>\($inside)</td>";
def cell_number($key; $value): "<td class=\"n\">\(number($key; $value))</td>";
def of($key; $part; $all): "\(number("\($key).\($part)"; .[$part])) of \(number("\($key).\($all)"; .[$all]))";
def head($names): "<thead><tr>" + ($names | map(if startswith("#") then "<th class=\"n\">\(.[1:])</th>" else "<th>\(.)</th>" end) | join("")) + "</tr></thead>";
def table_of($names; $lines): "<table>\(head($names))<tbody>\($lines | join("\n"))</tbody></table>";
def tile($title; $inside; $of): "<div class=\"tile\">\($title)<b>\($inside)</b><span class=\"of\">\($of)</span></div>";
# [{key, value}] of an array, the key being the place in trace.json
def placed($key): to_entries | map({key: "\($key).\(.key)", value});
def verdict($good; $word): "<span class=\"\(if $good then "good" else "bad" end)\">\($word | text)</span>";
# A bar as wide as the share of $part in $all.
def bar($part; $all): "<svg class=\"bar\" viewBox=\"0 0 120 8\"><rect class=\"all\" width=\"120\" height=\"8\"/>"
    + (if $all > 0 then "<rect class=\"part\" width=\"\($part * 120 / $all | floor)\" height=\"8\"/>" else "" end) + "</svg>";
def where($key; $file; $line): if $file == null then "" else "<code>\($file | breakable):\(number("\($key).line"; $line))</code>" end;
