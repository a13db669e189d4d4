/* The picture as SVG, and as input for graphviz. */
#include <stdlib.h>

#include "harness/audit/map.h"

enum { WIDTH = 1240, BOX = 300, ROW = 58, HEIGHT = 44, TOP = 110 };

static const char *const fills[] = {"#ffffff", "#e8f3ea", "#fff4d6", "#fde3e0", "#f2f2f2"};
static const char *const strokes[] = {"#5a6472", "#2f7d3f", "#b07900", "#c0271b", "#a8adb5"};
static const int lefts[] = {20, 470, 920};

/* Text of at most `most` characters with what XML reserves escaped. */
static void xml(FILE *out, const char *text, size_t most)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        unsigned char c = (unsigned char)text[i];
        if (i + 1 == most && text[i + 1] != '\0') {
            fputs("…", out);
            return;
        }
        if (c == '<' || c == '>' || c == '&' || c == '"' || c < 0x20 || c >= 0x7F)
            fprintf(out, c < 0x20 || c >= 0x7F ? "?" : "&#%u;", c);
        else
            fputc(c, out);
    }
}

/* Lines into one box end beside each other, over at most 36 units. */
static int shift_of(const struct map *m, int line)
{
    int before = 0, all = 0;
    for (int k = 0; k < m->lines; k++) {
        before += k < line && m->line[k].to == m->line[line].to;
        all += m->line[k].to == m->line[line].to;
    }
    return all < 2 ? 0 : (2 * before - (all - 1)) * (all < 4 ? 6 : 18 / (all - 1));
}

/* shift: of the end of the line, so that lines into one box, and their labels, stay apart */
static void svg_line(FILE *out, const struct map *m, const int *y, const struct map_line *l, int shift)
{
    const struct map_box *from = &m->box[l->from], *to = &m->box[l->to];
    int x1 = lefts[from->column] + BOX, y1 = y[l->from] + HEIGHT / 2, x2 = lefts[to->column],
        y2 = y[l->to] + HEIGHT / 2 + shift;
    if (l->beside) {
        x1 = x2 = lefts[0] + BOX;
        fprintf(out,
                "<path d=\"M%d %d C%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" "
                "stroke-dasharray=\"5 4\"/>\n",
                x1, y1, x1 + 50, y1, x2 + 50, y2, x2, y2, strokes[l->tone]);
        return;
    }
    fprintf(out,
            "<path d=\"M%d %d C%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" "
            "stroke-opacity=\"0.75\"/>\n",
            x1, y1, x1 + 75, y1, x2 - 75, y2, x2, y2, strokes[l->tone]);
    if (l->label[0] == '\0')
        return;
    fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" class=\"label\">", x2 - 8, y2 + 3);
    xml(out, l->label, 24);
    fputs("</text>\n", out);
}

static void svg_box(FILE *out, const struct map_box *b, int y)
{
    fprintf(out,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" stroke=\"%s\"/>\n"
            "<text x=\"%d\" y=\"%d\" class=\"title\">",
            lefts[b->column], y, BOX, HEIGHT, fills[b->tone], strokes[b->tone], lefts[b->column] + 10, y + 18);
    xml(out, b->title, 38);
    fprintf(out, "</text>\n<text x=\"%d\" y=\"%d\" class=\"detail\">", lefts[b->column] + 10, y + 35);
    xml(out, b->detail, 48);
    fputs("</text>\n", out);
}

static void svg_legend(FILE *out, int y)
{
    static const struct {
        enum map_tone tone;
        const char *text;
    } legend[] = {{TONE_GOOD, "translated; reads only"},
                  {TONE_WARN, "can write"},
                  {TONE_BAD, "not isolated: pass-through, or tables"},
                  {TONE_DIM, "blocked"}};
    for (int i = 0; i < 4; i++)
        fprintf(out,
                "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" rx=\"3\" fill=\"%s\" stroke=\"%s\"/>"
                "<text x=\"%d\" y=\"%d\" class=\"detail\">%s</text>\n",
                20 + i * 270, y, fills[legend[i].tone], strokes[legend[i].tone], 40 + i * 270, y + 12, legend[i].text);
}

void audit_report_svg(FILE *out, const struct audit_report *r)
{
    static const char *const heads[] = {"Devices (requester-ids)", "Address spaces", "Memory"};
    struct map m = map_make(r);
    int *y = audit_grow(NULL, (uint64_t)m.boxes + 1, sizeof *y);
    int rows[3] = {0, 0, 0}, most = 0;
    char headline[400];
    for (int i = 0; i < m.boxes; i++) {
        y[i] = TOP + ROW * rows[m.box[i].column]++;
        most = y[i] > most ? y[i] : most;
    }
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
            "<style>text{font-family:sans-serif;fill:#20252c}.title{font-size:13px;font-weight:bold}"
            ".detail{font-size:11px}.label{font-size:10px;paint-order:stroke;stroke:#fbfbfc;stroke-width:3px}.head{"
            "font-size:15px;font-weight:bold}</style>\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#fbfbfc\"/>\n<text x=\"20\" y=\"30\" class=\"head\">",
            WIDTH, most + ROW + 50, WIDTH, most + ROW + 50);
    xml(out, audit_report_headline(r, headline, sizeof headline), 160);
    fputs("</text>\n", out);
    for (int i = 0; i < 3; i++)
        fprintf(out, "<text x=\"%d\" y=\"88\" class=\"head\">%s</text>\n", lefts[i], heads[i]);
    for (int i = 0; i < m.lines; i++) {
        svg_line(out, &m, y, &m.line[i], shift_of(&m, i));
    }
    for (int i = 0; i < m.boxes; i++)
        svg_box(out, &m.box[i], y[i]);
    svg_legend(out, most + ROW + 16);
    fputs("</svg>\n", out);
    free(y);
    map_free(&m);
}

static void quoted(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fputc('\\', out);
        fputc(c < 0x20 ? ' ' : c, out);
    }
}

void audit_report_dot(FILE *out, const struct audit_report *r)
{
    struct map m = map_make(r);
    char headline[400];
    fputs("digraph audit {\n  rankdir=LR; node [shape=box, style=\"rounded,filled\", fontname=sans];\n  label=\"", out);
    quoted(out, audit_report_headline(r, headline, sizeof headline));
    fputs("\";\n", out);
    for (int i = 0; i < m.boxes; i++) {
        fprintf(out, "  n%d [fillcolor=\"%s\", color=\"%s\", label=\"", i, fills[m.box[i].tone],
                strokes[m.box[i].tone]);
        quoted(out, m.box[i].title);
        fputs("\\n", out);
        quoted(out, m.box[i].detail);
        fputs("\"];\n", out);
    }
    for (int column = 0; column < 3; column++) {
        fputs("  { rank=same;", out);
        for (int i = 0; i < m.boxes; i++)
            if (m.box[i].column == column)
                fprintf(out, " n%d;", i);
        fputs(" }\n", out);
    }
    for (int i = 0; i < m.lines; i++) {
        fprintf(out, "  n%d -> n%d [color=\"%s\"%s, label=\"", m.line[i].from, m.line[i].to, strokes[m.line[i].tone],
                m.line[i].beside ? ", style=dashed, constraint=false" : "");
        quoted(out, m.line[i].label);
        fputs("\"];\n", out);
    }
    fputs("}\n", out);
    map_free(&m);
}
