//! Every word of every duty in a Markdown document knows the bytes it was written with, and hostile input is read in good time.

use proptest::prelude::*;
use role_audit::document::markdown::fragment::read_fragment;
use role_audit::document::{MappedText, MappedTextBuilder, SectionKind, markdown};
use role_audit::rulebook::Rulebook;
use role_audit::source::{Source, Span};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A word as read, and as written in Markdown and in HTML.
const WORDS: [(&str, &str, &str); 12] = [
    ("Order", "Order", "Order"),
    ("the", "the", "the"),
    ("backlog", "backlog", "backlog"),
    ("größten", "größten", "gr&ouml;&szlig;ten"),
    ("名前", "名前", "名前"),
    ("🚀", "🚀", "🚀"),
    ("R&D", "R&amp;D", "R&amp;D"),
    ("a*b", "a\\*b", "a*b"),
    ("é", "&eacute;", "&#233;"),
    ("users", "users", "users"),
    ("“quoted”", "“quoted”", "&ldquo;quoted&rdquo;"),
    ("2.5%", "2.5%", "2.5%"),
];

#[derive(Clone, Copy, Debug)]
enum Style {
    Plain,
    Bold,
    Italics,
    Link,
    Code,
    Html,
}

/// A duty: its words (index and style), whether a line break follows each, and how deep its bullet is nested.
#[derive(Clone, Debug)]
struct Written {
    words: Vec<(usize, Style, bool)>,
    deeper: bool,
}

#[derive(Clone, Debug)]
struct Layout {
    mark: &'static str,
    line_end: &'static str,
    start: &'static str,
    heading: &'static str,
    loose: bool,
    html: bool,
}

/// A document, and for each duty the words as read with the bytes they must point at.
struct Document {
    text: String,
    duties: Vec<Vec<(String, String)>>,
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        5 => Just(Style::Plain),
        1 => Just(Style::Bold),
        1 => Just(Style::Italics),
        1 => Just(Style::Link),
        1 => Just(Style::Code),
        1 => Just(Style::Html),
    ]
}

fn written() -> impl Strategy<Value = Written> {
    let word = (0..WORDS.len(), style(), prop::bool::weighted(0.2));
    (prop::collection::vec(word, 1..9), prop::bool::weighted(0.3)).prop_map(|(words, deeper)| Written { words, deeper })
}

fn layout() -> impl Strategy<Value = Layout> {
    (
        prop::sample::select(vec!["-", "*", "+", "1.", "1)"]),
        prop::sample::select(vec!["\n", "\r\n"]),
        prop::sample::select(vec![
            "",
            "\u{FEFF}",
            "---\ntitle: Product Owner\n---\n",
            "+++\ntitle = \"Product Owner\"\n+++\n",
            "# Product Owner 🚀\n\n",
        ]),
        prop::sample::select(vec!["## Responsibilities", "**What you’ll do:**", "Deine Aufgaben:\n---", "In this role you will:"]),
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(mark, line_end, start, heading, loose, html)| Layout { mark, line_end, start, heading, loose, html })
}

/// A word written in a style, and the part of that which is the word itself.
fn write_word(word: usize, style: Style, html: bool) -> (String, &'static str) {
    let (read, markdown, encoded) = WORDS[word];
    let inner = if html { encoded } else { markdown };
    let written = match style {
        Style::Plain => inner.to_owned(),
        Style::Html | Style::Bold if html => format!("<b class=\"x>y\">{inner}</b>"),
        _ if html => format!("<a href='#'>{inner}</a>"),
        Style::Html => format!("<b>{inner}</b>"),
        Style::Bold => format!("**{inner}**"),
        Style::Italics => format!("_{inner}_"),
        Style::Link => format!("[{inner}](https://example.org/a_b)"),
        // Nothing is escaped inside code.
        Style::Code => return (format!("`{read}`"), read),
    };
    (written, inner)
}

fn document(duties: &[Written], layout: &Layout) -> Document {
    let mut text = String::from(layout.start);
    let _ = write!(text, "{}\n\n", layout.heading);
    let mut expected = Vec::new();
    let mut depth = 0;
    if layout.html {
        text.push_str("<ul>\n");
    }
    for duty in duties {
        depth = if duty.deeper && depth < 3 && !expected.is_empty() && !layout.html { depth + 1 } else { 0 };
        let indent = " ".repeat(depth * 4);
        let below = format!("{indent}{}", " ".repeat(layout.mark.len() + 1));
        text.push_str(&indent);
        text.push_str(if layout.html { "\t<li>" } else { layout.mark });
        text.push_str(if layout.html { "" } else { " " });
        let mut words = Vec::new();
        for (at, &(word, style, _)) in duty.words.iter().enumerate() {
            // The first word is plain letters, so that no bullet is all bold and thereby a heading.
            let (word, style) = if at == 0 { (word % 5, Style::Plain) } else { (word, style) };
            let (written, inner) = write_word(word, style, layout.html);
            if at > 0 {
                let broken = duty.words[at - 1].2;
                text.push(if broken { '\n' } else { ' ' });
                text.push_str(if broken { &below } else { "" });
            }
            text.push_str(&written);
            words.push((WORDS[word].0.to_owned(), inner.to_owned()));
        }
        text.push_str(if layout.html { "</li>\n" } else { "\n" });
        if layout.loose && !layout.html {
            text.push('\n');
        }
        expected.push(words);
    }
    text.push_str(if layout.html { "</ul>\n\n" } else { "\n" });
    text.push_str("## Benefits\n\n- Tea\n");
    Document { text: text.replace('\n', layout.line_end), duties: expected }
}

/// Each word of a duty stands in the source where its span says.
fn check(read: &MappedText, words: &[(String, String)], source: &Source) -> Result<(), TestCaseError> {
    let wanted = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
    prop_assert_eq!(read.as_str(), &wanted, "{}", source.text());
    let mut at = 0;
    for (word, written) in words {
        let span = read.span(at..at + word.len());
        prop_assert_eq!(source.slice(span), written, "{:?} in {}", word, source.text());
        at += word.len() + 1;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_of_duties_know_their_bytes(duties in prop::collection::vec(written(), 1..7), layout in layout()) {
        let document = document(&duties, &layout);
        let source = Source::new("role.md", document.text);
        let reading = markdown::read(&source, Rulebook::builtin());
        prop_assert_eq!(reading.documents.len(), 1, "{}", source.text());
        let read = &reading.documents[0].roles[0].duties;
        prop_assert_eq!(read.len(), document.duties.len(), "{:?} in {}", read, source.text());
        for (read, words) in read.iter().zip(&document.duties) {
            check(&read.text, words, &source)?;
        }
    }

    /// The same text as a YAML scalar in double quotes: what is read is mapped twice.
    #[test]
    fn words_inside_a_scalar_know_their_bytes(duties in prop::collection::vec(written(), 1..5), layout in layout()) {
        let layout = Layout { start: "", line_end: "\n", ..layout };
        let document = document(&duties, &layout);
        let mut source = String::from("duties: \"");
        let mut scalar = MappedTextBuilder::default();
        for c in document.text.chars() {
            let start = source.len();
            match c {
                '\n' => source.push_str("\\n"),
                '"' | '\\' => { source.push('\\'); source.push(c); }
                c => source.push(c),
            }
            scalar.push_replaced(c.encode_utf8(&mut [0; 4]), Span::new(start, source.len()));
        }
        let sections = read_fragment(&scalar.build(), Rulebook::builtin(), Some(SectionKind::Duties));
        let read: Vec<_> = sections.iter().filter(|section| section.kind == SectionKind::Duties).flat_map(|section| &section.items).collect();
        prop_assert_eq!(read.len(), document.duties.len(), "{}", source);
        let source = Source::new("role.yaml", source);
        for (read, words) in read.into_iter().zip(&document.duties) {
            let words: Vec<_> = words.iter().map(|(word, written)| (word.clone(), written.replace('\\', "\\\\"))).collect();
            check(read, &words, &source)?;
        }
    }

    /// Whatever the text, nothing panics and no span leaves it or cuts a character.
    #[test]
    fn any_text_is_read(parts in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)) {
        let source = Source::new("role.md", parts.concat());
        let reading = markdown::read(&source, Rulebook::builtin());
        for role in reading.documents.iter().flat_map(|document| &document.roles) {
            let sections = role.sections.iter().flat_map(|section| &section.items);
            for text in role.duties.iter().map(|duty| &duty.text).chain(sections).chain(&role.title) {
                let span = text.whole();
                prop_assert!(source.text().get(span.range()).is_some_and(|slice| !slice.is_empty()), "{text:?} in {:?}", source.text());
            }
        }
        markdown::looks_like_markdown(source.text());
        read_fragment(&MappedText::verbatim(source.text(), 0), Rulebook::builtin(), None);
    }
}

const PIECES: [&str; 56] = [
    "# ",
    "## ",
    "Product Owner",
    "Product Manager",
    "Responsibilities",
    "**",
    "_",
    "`",
    "``",
    "[",
    "](x)",
    "\n",
    "\n\n",
    "\r\n",
    "- ",
    "  - ",
    "    ",
    "\t",
    "1. ",
    "> ",
    "|",
    "---",
    "|---|---|\n",
    "+++\n",
    "---\n",
    "title: x\n",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<table>",
    "<tr><td>",
    "</td>",
    "<!--",
    "-->",
    "role-audit: allow(x)",
    "&amp;",
    "&",
    "{% x %}",
    "{{",
    "}}",
    "Own the roadmap",
    "You will: ",
    "Team: Till",
    "é",
    "🚀",
    "名",
    "\u{FEFF}",
    "\\",
    "R/A",
    "<h2>",
    "~~",
    "\u{A0}",
    "  \n",
    ": ",
    "\n: ",
];

fn read_in_time(name: &str, text: String) {
    let source = Source::new("role.md", text);
    let start = Instant::now();
    let reading = markdown::read(&source, Rulebook::builtin());
    let _ = reading.is_empty();
    let fragment = read_fragment(&MappedText::verbatim(source.text(), 0), Rulebook::builtin(), None);
    drop(fragment);
    // Generous, as tests may run unoptimised on a busy machine; what is quadratic takes minutes.
    assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
}

#[test]
fn hostile_documents_are_read_in_good_time() {
    let million = 500_000;
    let head = "# Product Owner\n## Responsibilities\n";
    let repeat = |part: &str| format!("{head}{}", part.repeat(million / part.len()));
    let numbered = |part: fn(usize) -> String, count: usize| format!("{head}{}", (0..count).map(part).collect::<String>());
    for (name, text) in [
        ("bullets in bullets", repeat("- ")),
        ("bullets, each deeper", numbered(|at| format!("{}- own it:\n", " ".repeat(at * 2)), 900)),
        ("quotes in quotes", repeat("> ")),
        ("one line", repeat("own the roadmap and ")),
        ("one bullet", format!("{head}- {}", "own the roadmap and ".repeat(million / 20))),
        ("one heading", format!("# {}", "Product Owner and ".repeat(million / 18))),
        ("one title", format!("# Product {}", "the ".repeat(million / 4))),
        ("one bold heading", format!("**{}**", "Product Owner and ".repeat(million / 18))),
        ("one lead-in", format!("{}:\n\n- x\n", "The Product Owner will ".repeat(million / 23))),
        ("many bold words", repeat("**a** ")),
        ("many bold lines", repeat("**a**\n")),
        ("many headings", repeat("# Product Owner\n")),
        ("many titles", numbered(|at| format!("## Product Owner {at}\n- own it\n"), 30_000)),
        ("many stars", repeat("*")),
        ("many brackets", repeat("[")),
        ("many backticks", repeat("`a ``b ")),
        ("unclosed HTML", repeat("<ul><li>a")),
        ("unclosed HTML blocks", repeat("<ul>\n<li>own it:\n\n")),
        ("closed HTML only", repeat("</ul></li></table>")),
        ("unclosed tags", repeat("<a \"")),
        ("unclosed comment", repeat("<!-- ")),
        ("entities", repeat("&amp;&eacute;&nosuch;")),
        ("HTML entities", format!("{head}<ul><li>{}", "&amp;&eacute;&nosuch;".repeat(million / 21))),
        ("templates", repeat("{%%}{{ ")),
        (
            "a table of many columns",
            format!("{}\n{}\n{}", "|a".repeat(5_000), "|-".repeat(5_000), "|x\n".repeat(50_000)),
        ),
        (
            "a table of many rows",
            format!("|What|Product Owner|Product Manager|\n|-|-|-|\n{}", "|x|A|R|\n".repeat(million / 8)),
        ),
        ("many tables", repeat("|What|Product Owner|\n|-|-|\n|own|own it|\n\n")),
        ("pasted bullets", format!("{head}{}", "• own it\n".repeat(million / 11))),
        ("labels", repeat("Team: Till\n")),
        ("unclosed front matter", format!("---\n{}", "a: b\n".repeat(million / 5))),
        ("broken TOML", format!("+++\n{}\n+++\n", "[[".repeat(million / 2))),
        ("deep TOML", format!("+++\na = {}\n+++\n", "[".repeat(million))),
        ("quoted", repeat("\" ' “ ” . ! ? ")),
    ] {
        read_in_time(name, text);
    }
}
