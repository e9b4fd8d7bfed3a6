//! Long texts cost time and memory in proportion to their length: a megabyte in one duty, one key, one heading, one of anything
//! repeated, is read, judged and reported at once.

use role_audit::audit::{Audit, Input};
use role_audit::finding::Confidence;
use role_audit::report::{self, Format, Look, Report, View};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;
use role_audit::table::{Table, TableFormat, View as TableView, render};
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1 << 20;

/// Audits one text and writes every report; says how long it took and how much was written.
fn cost(name: &str, text: String) -> (Duration, usize) {
    let started = Instant::now();
    let rulebook = Rulebook::builtin();
    let select = role_audit::checks::ALL.iter().map(|check| check.id.to_owned()).collect();
    let settings = Settings { min_confidence: Confidence::Low, select, ..Settings::default() };
    let audit = Audit::run(vec![Input { source: Source::new(name, text), failure: None, named: true }], rulebook, &settings);
    assert!(!audit.problems.iter().any(|(_, problem)| format!("{problem:?}").contains("role-audit failed")));
    let report = Report { audit: &audit, rulebook, settings: &settings };
    let mut out = Vec::new();
    for format in [Format::Human, Format::Json, Format::Sarif, Format::Github, Format::Junit, Format::Narrated] {
        let view = View { look: Look::FILE, quiet: false, verbose: true };
        report::write(format, &report, view, &mut out).expect("a vector takes everything");
    }
    let table = Table::new(&report, &TableView::ALL, None);
    for format in [TableFormat::Text, TableFormat::Markdown, TableFormat::Html] {
        render::write(format, &table, Look::FILE, &mut out).expect("a vector takes everything");
    }
    (started.elapsed(), out.len())
}

fn repeated(piece: &str, length: usize) -> String {
    piece.repeat(length / piece.len() + 1)
}

/// The piece, repeated, as one duty and as the document itself.
fn documents(piece: &str, length: usize) -> [(&'static str, String); 5] {
    let long = repeated(piece, length);
    let line = long.replace(['\n', '\r'], " ");
    let quoted = line.replace('\\', "\\\\").replace('"', "\\\"").replace(|c: char| c.is_control(), " ");
    [
        ("a.yaml", format!("title: Product Owner\nduties:\n  - \"{quoted}\"\n  - Order the backlog\n")),
        ("b.yaml", format!("title: Product Owner\nduties:\n  - |\n    {line}\n")),
        ("c.yaml", long.clone()),
        ("d.md", format!("# Product Owner\n\n## Responsibilities\n\n- {line}\n")),
        ("e.md", format!("# Product Owner\n\n## Responsibilities\n\n{long}\n")),
    ]
}

#[test]
fn a_megabyte_of_anything_in_one_duty_is_no_burden() {
    let mut slow = Vec::new();
    for piece in [
        "a",
        "a ",
        "Own the product roadmap, ",
        "Own the roadmap and order the backlog and ",
        "own ",
        "not ",
        "if no ",
        "( ",
        "\" ",
        "; ",
        "/",
        "- ",
        "é",
        "e\u{301}",
        "\u{202e}",
        "👩\u{200d}💻",
        "<b>",
        "<li>x",
        "&amp;",
        "**a ",
        "[a](",
        "`a ",
        "|a",
        "_a",
        "on behalf of the ",
        "Product Manager / Owner, ",
        "::",
        "%0A",
        "x: ",
        "http://a.b/",
    ] {
        for (name, text) in documents(piece, MEGABYTE) {
            let (took, written) = cost(name, text);
            if took > Duration::from_secs(20) || written > 120 * MEGABYTE {
                slow.push(format!("{name} of {piece:?}: {took:?}, {} MiB written", written / MEGABYTE));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn many_short_things_are_no_burden_either() {
    let many = |line: &dyn Fn(usize) -> String| (0..20_000).map(line).collect::<String>();
    let title = "Product Owner ".repeat(MEGABYTE / 14);
    let duties = "  - Own the product roadmap\n".repeat(1000);
    let cases = [
        ("title.yaml", format!("title: {title}\nduties:\n{duties}")),
        (
            "team.yaml",
            format!("team: {title}\nroles:\n{}", "  - title: Product Owner\n    duties: [Own the roadmap]\n".repeat(1000)),
        ),
        ("heading.md", format!("# {title}\n\n## Responsibilities\n\n{}", "- Own the product roadmap\n".repeat(1000))),
        ("same.yaml", format!("title: Product Owner\nduties:\n{}", "  - Own the product roadmap\n".repeat(20_000))),
        (
            "roles.yaml",
            format!("team: A\nroles:\n{}", many(&|at| format!("  - title: Product Owner {at}\n    duties: [Own the roadmap]\n"))),
        ),
        (
            "raci.yaml",
            format!("raci:\n{}", many(&|at| format!("  row {at}: {{Product Owner: A, Product Manager: A}}\n"))),
        ),
        (
            "columns.md",
            format!("| Area | {title} | {title} |\n|---|---|---|\n{}", many(&|at| format!("| row {at} | A | A |\n"))),
        ),
        ("headings.md", many(&|at| format!("# Product Owner {at}\n\n- Own the roadmap\n\n"))),
        (
            "nested.md",
            (0..2000).map(|depth| format!("{}- Own it\n", "  ".repeat(depth % 500))).collect::<Vec<_>>().concat(),
        ),
        ("quotes.md", format!("{} Own it\n", ">".repeat(100_000))),
        (
            "table.md",
            format!("| Product Owner |{}\n|---|{}\n{}", "a|".repeat(500), "---|".repeat(500), "| Own it |\n".repeat(2000)),
        ),
        ("html.md", format!("# Product Owner\n\n{}", "<div><ul><li>".repeat(50_000))),
        ("comments.yaml", many(&|_| "- Own it # role-audit: allow(two-owners) x\n".to_owned())),
        ("links.md", format!("# Product Owner\n\n{}", many(&|at| format!("[a{at}]: b\n- [a{at}] Own it\n")))),
    ];
    let mut slow = Vec::new();
    for (name, text) in cases {
        let length = text.len();
        let (took, written) = cost(name, text);
        if took > Duration::from_secs(40) || written > 200 * length.max(MEGABYTE) {
            slow.push(format!("{name}: {took:?}, {} MiB written", written / MEGABYTE));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// Looks for pairs of pieces whose repetition costs more than their length: twice as much must not cost four times as much.
#[test]
#[ignore = "takes minutes; for those who change a reader"]
fn no_pair_of_pieces_costs_more_than_its_length() {
    const PIECES: &[&str] = &[
        "a",
        " ",
        "\n",
        "\n\n",
        "\t",
        "- ",
        "  ",
        ": ",
        "? ",
        "|\n",
        ">\n",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a ",
        "!a ",
        "#",
        "# ",
        "<",
        "<b ",
        "<!--",
        "-->",
        "<li>",
        "</li>",
        "<td>",
        "<table>",
        "&",
        "*",
        "**",
        "_",
        "`",
        "~",
        "~~",
        "[a](",
        "![",
        "](",
        "|",
        "|-",
        "\\",
        "1. ",
        "---\n",
        "===\n",
        "```\n",
        "Own ",
        "and ",
        "the roadmap",
        "(",
        ")",
        "/",
        ";",
        ".",
        "é",
        "\u{202e}",
        "title: a\n",
        "<<: ",
        "%",
        "@",
    ];
    let mut slow = Vec::new();
    for one in PIECES {
        for other in PIECES {
            let piece = format!("{one}{other}");
            for at in 0..5 {
                let time = |length| {
                    let (name, text) = documents(&piece, length)[at].clone();
                    let started = Instant::now();
                    let input = Input { source: Source::new(name, text), failure: None, named: true };
                    Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
                    (name, started.elapsed())
                };
                let (name, once) = time(1 << 14);
                if once > Duration::from_millis(60) {
                    let (_, fourfold) = time(1 << 16);
                    if fourfold > once * 8 {
                        slow.push(format!("{name} of {piece:?}: {once:?}, then {fourfold:?}"));
                    }
                }
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
