//! Tables tell people who decides what, in every format, whatever the documents hold.

mod folder;
mod program;

use folder::Folder;
use program::{Said, run_in};
use role_audit::report::escape::is_hostile;
use role_audit::table::{Status, Table};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const MANAGER: &str = "title: Product Manager\nteam: Meter\nduties:\n  - Own the product roadmap\n  - Define the product vision\n  - Define the product strategy\n";
const OWNER: &str = "title: Product Owner\nteam: Meter\nduties:\n  - Own the product roadmap\n  - Own and order the product backlog\n  - Write user stories\nmetrics:\n  - Velocity\n";
/// What nobody means well.
const HOSTILE: &str = r#"team: "Meter | <b>\e[31m"
roles:
  - title: "=HYPERLINK(\"x\") Product Manager <script>alert(1)</script>"
    duties:
      - "Own the product roadmap | <img src=x onerror=alert(2)> \u202Egnal \u0007"
      - "+cmd| Define the product vision {{ 7*7 }} </style></script><script>alert(3)</script>"
      - "@everyone Own the product strategy ](javascript:alert(4)) `*_~ &lt;b&gt;"
  - title: "Product Owner \" onmouseover=\"alert(5)"
    duties:
      - "Own the product roadmap - </td></tr></table><h1>"
      - "Own and order the {{ 7*7 }} backlog &lt;script&gt;alert(6)&lt;/script&gt;\n\n| --- |\n# x"
"#;

const VIEWS: [&str; 5] = ["ownership", "decisions", "roles", "teams", "duties"];

fn meter() -> Folder {
    Folder::with(&[("manager.yaml", MANAGER.as_bytes()), ("owner.yaml", OWNER.as_bytes())])
}

fn hostile() -> Folder {
    Folder::with(&[("odd & name.yaml", HOSTILE.as_bytes())])
}

fn table(folder: &Folder, arguments: &[&str]) -> Said {
    let said = run_in(folder.path(), &[&["table"], arguments].concat());
    assert!(matches!(said.status, Some(0 | 1)), "{arguments:?}: {:?} {}", said.status, said.err);
    said
}

fn json(folder: &Folder, arguments: &[&str]) -> Table {
    let said = table(folder, &[&["--format", "json"], arguments].concat());
    serde_json::from_str(&said.out).expect("the JSON is a table")
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader
        .records()
        .map(|row| row.expect("all lines have as many cells").iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_ownership_table_says_who_owns_the_roadmap_twice_and_what_to_decide() {
    let said = table(&meter(), &[]);
    let roadmap = said.out.lines().find(|line| line.contains("Product roadmap")).expect("the roadmap is an area");
    assert!(roadmap.contains("owns") && roadmap.contains("two owners"), "{roadmap}");
    assert!(said.out.contains("Who decides on product roadmap: Product Manager or Product Owner?"), "{}", said.out);
    let vision = said.out.lines().find(|line| line.contains("Product vision")).expect("the vision is an area");
    assert!(vision.contains("presumed") && vision.contains("ok"), "{vision}");
    assert_eq!(said.status, Some(1), "two owners are an error");
}

#[test]
fn text_fits_eighty_columns_and_needs_no_colour() {
    for folder in [meter(), hostile()] {
        for view in VIEWS {
            let said = table(&folder, &["--view", view]);
            for line in said.out.lines() {
                assert!(line.chars().count() <= 80, "{view}: {line}");
                assert!(!line.ends_with(' '), "{view}: {line:?}");
            }
            assert!(!said.out.contains('\u{1b}'), "{view}");
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let folder = meter();
    let plain = table(&folder, &["--view", "ownership,teams,decisions"]).out;
    let coloured = table(&folder, &["--view", "ownership,teams,decisions", "--color", "always"]).out;
    assert_ne!(plain, coloured);
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        stripped.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, rest)| rest);
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn the_work_list_offers_two_ways_out_and_names_who_decides() {
    let table = json(&meter(), &["--view", "decisions"]);
    let decisions = table.decisions.expect("the view was asked for").list;
    let roadmap = decisions.iter().find(|decision| decision.check == "two-owners").expect("the roadmap has two owners");
    assert_eq!(roadmap.area.as_deref(), Some("product-roadmap"));
    assert!(roadmap.option_1.contains("Product Manager") && !roadmap.option_1.contains('{'), "{}", roadmap.option_1);
    assert_ne!(roadmap.option_1, roadmap.option_2);
    assert_eq!(roadmap.decides, "Head of product");
    let places: Vec<(&str, usize)> = roadmap.places.iter().map(|place| (place.path.as_str(), place.line)).collect();
    assert!(places.contains(&("manager.yaml", 4)) && places.contains(&("owner.yaml", 4)), "{places:?}");
    let severities: Vec<_> = decisions.iter().map(|decision| decision.severity).collect();
    assert!(severities.is_sorted_by(|a, b| a >= b), "the most urgent come first: {severities:?}");
}

#[test]
fn a_card_says_what_a_role_is_and_what_to_ask() {
    let table = json(&meter(), &["--view", "roles"]);
    let cards = table.roles.expect("the view was asked for").cards;
    let owner = cards.iter().find(|card| card.title == "Product Owner").expect("it is described");
    assert_eq!((owner.mix.pm, owner.mix.po, owner.mix.total()), (1, 2, 3));
    assert_eq!(owner.centre.reads_as.as_deref(), Some("Product Owner"));
    assert_eq!(owner.centre.distance, Some(33));
    assert!(owner.holds.iter().any(|held| held.area == "backlog-prioritization" && held.place.line == 5));
    assert!(owner.missing.iter().any(|name| name == "Acceptance criteria"), "{:?}", owner.missing);
    assert!(owner.elsewhere.iter().any(|entry| entry.area == "Product roadmap" && entry.owner == "Product Manager"));
    assert_eq!(owner.measures[0].text, "Velocity");
    assert!(!owner.measures[0].fits.is_empty());
    assert_eq!(owner.questions.iter().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn teams_are_counted_per_row_and_column() {
    let other = OWNER.replace("team: Meter", "team: Billing").replace("  - Own the product roadmap\n", "");
    let folder = Folder::with(&[("manager.yaml", MANAGER.as_bytes()), ("owner.yaml", OWNER.as_bytes()), ("other.yaml", other.as_bytes())]);
    let teams = json(&folder, &["--view", "teams"]).teams.expect("the view was asked for");
    let names: BTreeSet<&str> = teams.teams.iter().map(|team| team.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["Team Billing", "Team Meter"]));
    let meter = teams.teams.iter().position(|team| team.name == "Team Meter").expect("it is there");
    let roadmap = teams.rows.iter().find(|row| row.area.as_deref() == Some("product-roadmap")).expect("it is there");
    assert_eq!(roadmap.cells[meter], Status::TwoOwners);
    assert_eq!(roadmap.counts.two_owners, 1);
    let open: usize = teams.teams.iter().map(|team| team.counts.open()).sum();
    assert_eq!(open, teams.rows.iter().map(|row| row.counts.open()).sum::<usize>());
    assert_eq!(open, teams.counts.open());
}

#[test]
fn every_duty_comes_with_its_verdict_and_the_words_that_decided() {
    let duties = json(&meter(), &["--view", "duties"]).duties.expect("the view was asked for");
    let all: Vec<_> = duties.roles.iter().flat_map(|role| &role.duties).collect();
    assert_eq!(all.len(), 6);
    for duty in all {
        assert!((0.0..=1.0).contains(&duty.confidence));
        assert!(!duty.evidence.is_empty() && duty.evidence.iter().all(|words| duty.text.contains(words.as_str())), "{duty:?}");
    }
}

#[test]
fn the_role_model_is_named_with_the_reason() {
    let about = json(&meter(), &["--model", "split"]).about;
    assert_eq!((about.models[0].id.as_str(), about.models[0].why.as_str()), ("split", "asked for when the audit was started"));
    let declared = Folder::with(&[("a.yaml", format!("model: scrum\n{OWNER}").as_bytes())]);
    assert_eq!(json(&declared, &[]).about.models[0].why, "declared in the documents");
    assert!(!about.passed.is_empty());
}

#[test]
fn json_holds_every_view_and_reads_back_as_it_was() {
    for folder in [meter(), hostile()] {
        let said = table(&folder, &["--format", "json"]);
        let read: Table = serde_json::from_str(&said.out).expect("it is a table");
        assert_eq!(read.version, 1);
        let (one, other): (Value, Value) =
            (serde_json::from_str(&said.out).expect("JSON"), serde_json::to_value(&read).expect("a table is JSON"));
        assert_eq!(one, other);
        for view in VIEWS {
            assert!(one.get(view).is_some(), "{view}");
        }
    }
}

#[test]
fn csv_is_read_back_and_holds_no_formula() {
    for folder in [meter(), hostile()] {
        for view in VIEWS {
            let said = table(&folder, &["--view", view, "--format", "csv"]);
            assert!(said.out.ends_with("\r\n") && !said.out.replace("\r\n", "").contains(['\r', '\n']), "{view}");
            let rows = csv_rows(&said.out);
            assert!(rows.len() > 1, "{view}");
            assert_eq!(rows[0].iter().collect::<BTreeSet<_>>().len(), rows[0].len(), "{view}: heads differ");
            for cell in rows.iter().flatten() {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                assert!(!formula, "{view}: {cell}");
            }
        }
    }
    let rows = csv_rows(&table(&meter(), &["--format", "csv"]).out);
    let column = |name: &str| rows[0].iter().position(|head| head == name).expect("the column is there");
    let roadmap = rows.iter().find(|row| row[column("area")] == "product-roadmap").expect("the roadmap is an area");
    assert_eq!(roadmap[column("owns")], "Product Manager; Product Owner");
    assert_eq!(roadmap[column("status")], "two owners");
}

#[test]
fn markdown_tables_keep_their_shape() {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    for folder in [meter(), hostile()] {
        for view in VIEWS {
            let said = table(&folder, &["--view", view, "--format", "markdown"]);
            let (mut columns, mut cells, mut rows) = (0, 0, 0);
            for event in Parser::new_ext(&said.out, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
                match event {
                    Event::Start(Tag::Table(heads)) => columns = heads.len(),
                    Event::Start(Tag::TableCell) => cells += 1,
                    Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                        assert_eq!(cells, columns, "{view}");
                        (cells, rows) = (0, rows + 1);
                    }
                    Event::InlineHtml(html) => assert_eq!(&*html, "<br>", "{view}"),
                    Event::Html(html) => panic!("{view}: {html}"),
                    Event::Code(code) => panic!("{view}: {code}"),
                    Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough)) => {
                        panic!("{view}: {tag:?}")
                    }
                    _ => {}
                }
            }
            // No line of a table fell out of it.
            assert_eq!(rows, said.out.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")).count(), "{view}");
        }
    }
}

#[test]
fn text_from_documents_is_never_markup_and_never_raw() {
    for format in ["text", "markdown", "json", "html", "csv"] {
        for view in VIEWS {
            let said = table(&hostile(), &["--view", view, "--format", format]);
            let raw: Vec<char> = said.out.replace("\r\n", "\n").chars().filter(|&c| c != '\n' && is_hostile(c)).collect();
            assert!(raw.is_empty(), "{format}, {view}: {raw:?}");
        }
    }
    let html = table(&hostile(), &["--format", "html"]).out;
    for markup in ["<script>alert", "<img", "<b>\\u", "onmouseover=\"", "</td></tr></table><h1>", "javascript:alert(4)\""] {
        assert!(!html.contains(markup), "{markup}");
    }
    assert_eq!((html.matches("<script").count(), html.matches("</script").count(), html.matches("<style").count()), (1, 1, 1));
    assert!(html.contains("{{ 7*7 }}"), "braces are text");
    assert!(html.contains("\\u{202e}"), "what would reorder words is made visible");
}

#[test]
fn the_page_needs_nothing_from_outside_and_its_links_lead_somewhere() {
    for folder in [meter(), hostile()] {
        let html = table(&folder, &["--format", "html"]).out;
        for outside in ["src=", "http://", "https://", "url(", "@import"] {
            let text = html.replace("&#34;", "\"");
            assert!(
                !text.contains(outside) || outside == "src=" && text.matches(outside).count() == html.matches("img src=x").count(),
                "{outside}"
            );
        }
        let attribute = |name: &str| -> Vec<String> {
            html.split(&format!(" {name}=\""))
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
                .collect()
        };
        let ids = attribute("id");
        let known: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "ids are unique");
        for link in attribute("href") {
            let target = link.strip_prefix('#').expect("links stay on the page").to_owned();
            assert!(known.contains(&target), "{link}");
        }
        for label in attribute("aria-labelledby") {
            assert!(known.contains(&label), "{label}");
        }
        assert!(html.starts_with("<!doctype html>") && html.contains("<html lang=\"en\">") && html.contains("<title>"));
    }
}

#[test]
fn a_baseline_tells_what_is_new_gone_and_still_open() {
    let before = meter();
    let by_table = table(&before, &["--view", "decisions", "--format", "json"]).out;
    let by_check = run_in(before.path(), &["check", "--format", "json"]).out;
    let rewritten = OWNER
        .replace("Own the product roadmap", "Give input to the product roadmap")
        .replace("Write user stories", "Set the prices");
    for baseline in [by_table, by_check] {
        let after =
            Folder::with(&[("manager.yaml", MANAGER.as_bytes()), ("owner.yaml", rewritten.as_bytes()), ("old.json", baseline.as_bytes())]);
        // The folder is audited as it is: a report in it is no role document.
        let decisions = json(&after, &["--view", "decisions", "--baseline", "old.json"]).decisions;
        let decisions = decisions.expect("the view was asked for");
        let since = decisions.changes.expect("a baseline was given");
        assert!(
            since.gone.iter().any(|known| known.check == "two-owners" && known.place == "owner.yaml:4"),
            "{:?}",
            since.gone
        );
        assert!(since.new > 0 && since.still_open > 0, "{since:?}");
        assert_eq!(since.new + since.still_open, decisions.list.len());
        let text = table(&after, &["manager.yaml", "owner.yaml", "--view", "decisions", "--baseline", "old.json"]).out;
        assert!(text.contains("new") && text.contains("still open") && text.contains("Gone since the baseline"));
    }
    let same = Folder::with(&[("manager.yaml", MANAGER.as_bytes()), ("owner.yaml", OWNER.as_bytes())]);
    std::fs::write(same.path().join("old.json"), table(&before, &["--view", "decisions", "--format", "json"]).out).expect("it is writable");
    let since = json(&same, &["manager.yaml", "owner.yaml", "--view", "decisions", "--baseline", "old.json"])
        .decisions
        .and_then(|d| d.changes);
    let since = since.expect("a baseline was given");
    assert_eq!((since.new, since.gone.len()), (0, 0));
}

#[test]
fn wrong_use_is_told_apart_from_findings() {
    let folder = meter();
    let run = |arguments: &[&str]| run_in(folder.path(), &[&["table"], arguments].concat());
    let said = run(&["--format", "csv", "--view", "roles,duties"]);
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("one view"), "{}", said.err);
    for missing in [
        &["--baseline", "no.json"][..],
        &["--baseline", "owner.yaml"],
        &["--output", "no/such/folder.html", "--format", "html"],
    ] {
        let said = run(missing);
        assert_eq!(said.status, Some(2), "{missing:?}");
        assert!(said.err.contains(missing[1]), "{}", said.err);
    }
    assert_eq!(run_in(Folder::with(&[("a.txt", b"")]).path(), &["table"]).status, Some(3));
}

#[test]
fn output_goes_to_a_file_and_is_the_same_for_any_number_of_threads() {
    let folder = meter();
    for format in ["text", "markdown", "json", "html", "csv"] {
        let one = table(&folder, &["--format", format, "--threads", "1"]).out;
        assert_eq!(one, table(&folder, &["--format", format, "--threads", "4"]).out);
        let said = table(&folder, &["manager.yaml", "owner.yaml", "--format", format, "--output", "out"]);
        assert_eq!(said.out, "");
        let written = std::fs::read_to_string(folder.path().join("out")).expect("it was written");
        assert!(written.contains("roadmap"), "{format}");
        std::fs::remove_file(folder.path().join("out")).expect("it is there");
    }
}

/// Every block of `docs/tables.md` that follows a command shows what the command says. `UPDATE_DOCS=1` writes it anew.
#[test]
fn the_documentation_shows_what_the_program_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/tables.md");
    let page = std::fs::read_to_string(&path).expect("the page exists").replace("\r\n", "\n");
    let mut fresh = String::new();
    let mut rest = page.as_str();
    while let Some((before, after)) = rest.split_once("\n$ role-audit ") {
        let (command, after) = after.split_once('\n').expect("a line ends");
        let (_, after) = after.split_once("```").expect("a block ends");
        let (arguments, shown) = command
            .split_once(" | head -")
            .map_or((command, usize::MAX), |(arguments, lines)| (arguments, lines.parse().expect("a number of lines")));
        let said = run_in(root, &arguments.split(' ').collect::<Vec<_>>());
        assert!(matches!(said.status, Some(0 | 1)), "{command}: {}", said.err);
        let output: String = said.out.lines().take(shown).flat_map(|line| [line, "\n"]).collect();
        fresh.extend([before, "\n$ role-audit ", command, "\n", &output, "```"]);
        rest = after;
    }
    fresh.push_str(rest);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &fresh).expect("the page is writable");
    } else {
        assert!(page == fresh, "docs/tables.md is not fresh; write it anew with UPDATE_DOCS=1 cargo test --test tables");
    }
}

const ALLOWED: &str = "title: Product Owner\nteam: Meter\nduties:\n  # role-audit: allow(two-owners): both, until the <b>merger</b>\n  - Own the product roadmap\n  - Own and order the product backlog\n  - Write user stories\n";

fn status_of(table: &Table, area: &str) -> (Status, String, Option<String>) {
    let matrix = &table.ownership.as_ref().expect("the view was asked for").scopes[0];
    let row = matrix.rows.iter().find(|row| row.area.as_deref() == Some(area)).expect("the area is there");
    (row.status, row.decide.clone(), row.accepted.clone())
}

#[test]
fn what_a_comment_allows_is_accepted_with_its_reason_and_no_open_decision() {
    let folder = Folder::with(&[("manager.yaml", MANAGER.as_bytes()), ("owner.yaml", ALLOWED.as_bytes())]);
    let shown = json(&folder, &[]);
    let reason = "both, until the <b>merger</b>";
    assert_eq!(status_of(&shown, "product-roadmap"), (Status::Accepted, String::new(), Some(reason.to_owned())));
    let decisions = shown.decisions.as_ref().expect("the view was asked for");
    assert!(decisions.list.iter().all(|decision| decision.check != "two-owners"));
    let accepted: Vec<_> = decisions.accepted.iter().map(|accepted| (accepted.check.as_str(), accepted.reason.as_str())).collect();
    assert_eq!(accepted, [("two-owners", reason)]);
    assert_eq!((shown.about.suppressed, shown.about.areas.accepted), (1, 1));
    assert!(
        shown.about.passed.iter().all(|passed| passed.check != "two-owners"),
        "a check that found something did not pass"
    );
    for (format, view) in [
        ("text", "ownership"),
        ("text", "decisions"),
        ("markdown", "ownership"),
        ("markdown", "decisions"),
        ("csv", "ownership"),
        ("csv", "decisions"),
        ("html", "decisions"),
    ] {
        let said = table(&folder, &["--format", format, "--view", view]).out;
        assert!(said.contains("until the") && said.to_lowercase().contains("accepted"), "{format}, {view}: {said}");
    }
    let strict = json(&folder, &["--no-suppressions"]);
    assert_eq!(status_of(&strict, "product-roadmap").0, Status::TwoOwners);
    // What was open before and is accepted now is neither gone nor open.
    std::fs::write(folder.path().join("old.json"), table(&folder, &["--no-suppressions", "--format", "json"]).out).expect("it is written");
    let changes = json(&folder, &["--baseline", "old.json"])
        .decisions
        .and_then(|decisions| decisions.changes)
        .expect("a baseline was given");
    assert_eq!((changes.accepted.len(), changes.gone.len(), changes.new), (1, 0, 0));
}

#[test]
fn roles_of_a_matrix_without_descriptions_have_columns_with_its_marks() {
    use role_audit::table::ownership::Mark;
    let raci = "team: Meter\nraci:\n  product-roadmap: {Product Manager: A, Product Owner: C, Sponsor: I}\n  \
                Tea for the guests: {Product Owner: R, Sponsor: A}\n  Coffee for the guests: {Product Owner: A, Sponsor: A}\n";
    let folder = Folder::with(&[("raci.yaml", raci.as_bytes())]);
    let shown = json(&folder, &[]);
    let matrix = &shown.ownership.as_ref().expect("it holds every view").scopes[0];
    assert_eq!(matrix.scope, "Team Meter");
    let titles: Vec<_> = matrix.roles.iter().map(|role| (role.title.as_str(), role.described)).collect();
    assert_eq!(titles, [("Product Manager", false), ("Product Owner", false), ("Sponsor", false)]);
    let marks = |name: &str| {
        let row = matrix.rows.iter().find(|row| row.name == name).expect("the row is there");
        (row.status, row.cells.iter().map(|cell| cell.as_ref().map(|cell| cell.mark)).collect::<Vec<_>>())
    };
    assert_eq!(marks("Product roadmap"), (Status::Ok, vec![Some(Mark::Owns), Some(Mark::Contributes), Some(Mark::Informed)]));
    assert_eq!(marks("Tea for the guests"), (Status::Ok, vec![None, Some(Mark::Runs), Some(Mark::Owns)]));
    assert_eq!(marks("Coffee for the guests"), (Status::TwoOwners, vec![None, Some(Mark::Owns), Some(Mark::Owns)]));
    let cell = matrix.rows.iter().find(|row| row.name == "Product roadmap").and_then(|row| row.cells[0].as_ref());
    assert_eq!(cell.and_then(|cell| cell.place.as_ref()).map(|place| place.line), Some(3));
    assert_eq!(shown.teams.map(|teams| teams.counts.two_owners), Some(1));
    for format in ["text", "markdown", "csv", "html"] {
        let said = table(&folder, &["--format", format, "--view", "ownership"]).out;
        assert!(said.contains("Tea for the guests") && said.contains("Sponsor"), "{format}: {said}");
    }
}

#[test]
fn a_role_that_is_described_and_named_by_a_matrix_has_one_column() {
    let raci = "team: Meter\nraci:\n  product-vision: {product manager: A, PO: C}\n";
    let folder = Folder::with(&[("manager.yaml", MANAGER.as_bytes()), ("owner.yaml", OWNER.as_bytes()), ("raci.yaml", raci.as_bytes())]);
    let shown = json(&folder, &[]);
    let titles: Vec<_> = shown.ownership.expect("it holds every view").scopes[0].roles.iter().map(|role| role.title.clone()).collect();
    assert_eq!(titles, ["Product Manager", "Product Owner"]);
}

/// No table calls for a decision that no check calls for, and the other way round.
#[test]
fn tables_and_findings_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut organisations = 0;
    for entry in std::fs::read_dir(root.join("fixtures")).expect("there are fixtures") {
        let path = entry.expect("it can be listed").path();
        if !path.is_dir() {
            continue;
        }
        let name = path.to_str().expect("the path is text");
        let said = run_in(root, &["table", name, "--format", "json"]);
        let table: Table = serde_json::from_str(&said.out).expect("the JSON is a table");
        let found = |checks: &[&str], area: &Option<String>| {
            let list = &table.decisions.as_ref().expect("it holds every view").list;
            list.iter().any(|decision| checks.contains(&decision.check.as_str()) && decision.area == *area)
        };
        for row in table.ownership.iter().flat_map(|view| &view.scopes).flat_map(|scope| &scope.rows) {
            let backed = match row.status {
                Status::TwoOwners => found(&["two-owners", "unpartitioned-scope", "row-with-two-a"], &row.area),
                Status::Gap => found(&["core-area-unowned"], &row.area),
                Status::OtherRole => found(&["pm-holds-po-duty", "po-holds-pm-duty", "wrong-altitude"], &row.area),
                _ => true,
            };
            assert!(backed, "{name}: {row:?}");
        }
        for decision in table.decisions.iter().flat_map(|view| &view.list) {
            let shown = matches!(decision.check.as_str(), "two-owners" | "core-area-unowned") && decision.area.is_some();
            let rows = table.ownership.iter().flat_map(|view| &view.scopes).flat_map(|scope| &scope.rows);
            let open = rows.into_iter().any(|row| row.area == decision.area && !matches!(row.status, Status::Ok | Status::Absent));
            assert!(!shown || open, "{name}: {decision:?}");
        }
        organisations += 1;
    }
    assert!(organisations > 10, "{organisations}");
}

#[test]
fn many_roles_stay_within_the_terminal() {
    let role = |at: usize| format!("  - {{title: Product Owner of Part {at}, duties: [Own the product roadmap]}}\n");
    let roles = (0..30).map(role).collect::<Vec<_>>().concat();
    let folder = Folder::with(&[("many.yaml", format!("team: Meter\nroles:\n{roles}").as_bytes())]);
    let said = table(&folder, &[]);
    for line in said.out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(said.out.contains("of 30"), "{}", said.out);
}

#[test]
fn a_matrix_of_many_roles_goes_on_in_further_tables_that_fit_a_sheet() {
    let role = |at: usize| format!("  - {{title: Product Owner of Part {at}, duties: [Own the product roadmap]}}\n");
    let roles = (1..41).map(role).collect::<Vec<_>>().concat();
    let folder = Folder::with(&[("many.yaml", format!("team: Meter\nroles:\n{roles}").as_bytes())]);
    let page = table(&folder, &["--format", "html"]).out;
    let matrices: Vec<&str> = page.split("<table class=\"matrix").skip(1).filter_map(|rest| rest.split("</table>").next()).collect();
    let titles: Vec<usize> = matrices.iter().map(|matrix| matrix.matches("class=\"role\"").count()).collect();
    assert_eq!(titles, [14, 14, 12]);
    for at in 1..41 {
        let head = format!("<span>Product Owner of Part {at}</span>");
        assert_eq!(matrices.iter().filter(|matrix| matrix.contains(&head)).count(), 1, "{head}");
    }
    assert!(page.contains("Team Meter, roles 15 to 28 of 40"));
    let markdown = table(&folder, &["--format", "markdown"]).out;
    assert!(markdown.contains("### Team Meter, roles 29 to 40 of 40"), "{markdown}");
}

#[test]
fn three_roles_stand_side_by_side_in_sixty_columns() {
    let roles = ["Product Manager", "Product Owner", "Scrum Master"]
        .map(|title| format!("  - {{title: {title}, duties: [Own the product roadmap]}}\n"));
    let folder = Folder::with(&[("three.yaml", format!("team: Meter\nroles:\n{}", roles.concat()).as_bytes())]);
    let said = Command::new(env!("CARGO_BIN_EXE_role-audit"))
        .args(["table", "three.yaml"])
        .env("COLUMNS", "60")
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    let out = String::from_utf8(said.stdout).expect("it writes UTF-8");
    assert!(out.lines().all(|line| line.chars().count() <= 60), "{out}");
    assert!(out.lines().any(|line| ["PM", "PO", "SM", "status"].iter().all(|head| line.contains(head))), "{out}");
}
