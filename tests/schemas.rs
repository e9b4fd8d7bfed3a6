//! The schemas in `schemas/` are what the program prints, what the program writes agrees with them, and the schema of role
//! documents flags what the linter flags and nothing that it reads.

use jsonschema::Validator;
use role_audit::audit::{Audit, Input};
use role_audit::checks;
use role_audit::report::{Report, json};
use role_audit::rulebook::Rulebook;
use role_audit::schema::{self, Subject};
use role_audit::settings::Settings;
use role_audit::source::Source;
use role_audit::table::{Baseline, Table, View};
use serde_json::Value;
use std::path::Path;

const SUBJECTS: [(Subject, &str); 4] = [
    (Subject::Document, "document"),
    (Subject::Check, "check"),
    (Subject::Table, "table"),
    (Subject::Config, "config"),
];

#[test]
fn the_files_are_fresh() {
    for (subject, name) in SUBJECTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
        let text = schema::text(subject, Rulebook::builtin());
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, &text).expect("the file can be written");
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(known == text, "{} is stale; UPDATE_SCHEMAS=1 writes it anew", path.display());
        assert!(schema::printed(subject, Rulebook::builtin()) == known, "{name} is printed as it stands there");
    }
}

fn validator(subject: Subject) -> Validator {
    let schema = schema::of(subject, Rulebook::builtin());
    jsonschema::draft7::meta::validate(&schema).expect("it is a schema");
    jsonschema::draft7::new(&schema).expect("it compiles")
}

fn audit(name: &str, text: &str) -> Audit {
    let input = Input { source: Source::new(name, text), failure: None, named: true };
    Audit::run(vec![input], Rulebook::builtin(), &settings())
}

fn settings() -> Settings {
    Settings { select: checks::ALL.iter().map(|check| check.id.to_owned()).collect(), ..Settings::default() }
}

/// The YAML examples in the pages of the checks, with whether the page is the one about keys.
fn examples() -> impl Iterator<Item = (&'static str, bool)> {
    checks::ALL.iter().flat_map(|check| {
        let blocks = check.page.split("```yaml").skip(1);
        blocks.filter_map(move |block| {
            let (_, block) = block.split_once('\n')?;
            Some((block.split("```").next()?, check.id == "unknown-key"))
        })
    })
}

#[test]
fn the_report_agrees_with_its_schema() {
    let validator = validator(Subject::Check);
    let mut findings = 0;
    for (example, _) in examples() {
        let audit = audit("org/example.yaml", example);
        findings += audit.findings.len();
        let settings = settings();
        let mut out = Vec::new();
        let report = Report { audit: &audit, rulebook: Rulebook::builtin(), settings: &settings };
        json::write(&report, &mut out).expect("a vector takes everything");
        let value: Value = serde_json::from_slice(&out).expect("it is JSON");
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{value:#}");
    }
    assert!(findings > 5, "{findings}");
}

#[test]
fn the_tables_agree_with_their_schema() {
    let validator = validator(Subject::Table);
    let known = r#"{"check":"two-owners","severity":"error","finding":"M","place":"","fingerprint":"f"}"#;
    let list = format!(r#"{{"version":1,"decisions":{{"list":[{}]}}}}"#, known.replace(r#""place":"","#, r#""places":[],"#));
    let baseline = Baseline::read(&list).expect("it is a table");
    let views: Vec<&[View]> = std::iter::once(&View::ALL[..]).chain(View::ALL.chunks(1)).collect();
    let mut rows = 0;
    let allowed = (
        "# role-audit: allow(two-owners) agreed\nteam: Quay\nroles:\n  - {title: Product Owner, duties: [Own the roadmap]}\n",
        false,
    );
    for (example, _) in examples().chain([allowed]) {
        let audit = audit("org/example.yaml", example);
        let settings = settings();
        let report = Report { audit: &audit, rulebook: Rulebook::builtin(), settings: &settings };
        for views in &views {
            for baseline in [None, Some(&baseline)] {
                let table = Table::new(&report, views, baseline);
                let value = serde_json::to_value(&table).expect("a table is JSON");
                let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{errors:?}\n{value:#}");
                rows += table.ownership.iter().flat_map(|view| &view.scopes).map(|scope| scope.rows.len()).sum::<usize>();
            }
        }
    }
    assert!(rows > 50, "{rows}");
}

#[test]
fn the_schemas_of_what_is_written_refuse_others() {
    for subject in [Subject::Check, Subject::Table] {
        let validator = validator(subject);
        for wrong in [r#"{"version": 2}"#, r#"{"version": 1, "model": "split"}"#, "[]"] {
            assert!(!validator.is_valid(&serde_json::from_str(wrong).expect("it is JSON")), "{subject:?}: {wrong}");
        }
    }
}

fn value(yaml: &str) -> Option<Value> {
    serde_yaml::from_str(yaml).ok()
}

#[test]
fn every_shape_that_is_read_is_allowed() {
    let validator = validator(Subject::Document);
    let shapes = [
        "title: Product Owner\nduties: [Order the backlog]\n",
        "Job Title: Product Owner\nKey Responsibilities: |\n  - Order the backlog\n",
        "- role: Product Owner\n  keyObjectives:\n    - {value: Order the backlog}\n",
        "team: Checkout\nroles:\n  Product Owner: [Order the backlog]\n  Product Manager:\n    duties: {Strategy: [Own the vision]}\n",
        "team: {name: Checkout, size: 7}\nproduct: [Payments, Refunds]\nroles:\n  - {title: Product Owner, duties: Order the backlog}\n",
        "raci:\n  product-roadmap: {Product Manager: A, Product Owner: C}\n  Anything else: {Product Manager: R}\n",
        "raci: [{activity: Own the roadmap, PM: A}]\n",
        "roles: [Product Owner, 7, null]\nduties:\n",
        "jobs: [{title: Product Owner, salary: 1, apply: here}]\n",
        "just a text",
        "null",
    ];
    let pages = examples().filter(|&(_, about_keys)| !about_keys).map(|(example, _)| example);
    for yaml in shapes.into_iter().chain(pages) {
        let Some(value) = value(yaml) else { continue };
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{yaml}");
    }
}

#[test]
fn slips_are_flagged_wherever_a_role_stands() {
    let validator = validator(Subject::Document);
    for yaml in [
        "title: Product Owner\ndutise: [Order the backlog]\n",
        "title: Product Owner\nresponsibilites: [Order the backlog]\n",
        "- titel: Product Owner\n  dutties: [Order the backlog]\n",
        "team: Checkout\nrooles:\n  - title: Product Owner\n",
        "roles:\n  Product Owner: {metrcs: [Velocity]}\n",
    ] {
        assert!(!validator.is_valid(&value(yaml).expect("it is YAML")), "{yaml}");
    }
}

#[test]
fn what_the_schema_flags_the_linter_flags() {
    let validator = validator(Subject::Document);
    let mut flagged = 0;
    for key in ["title", "teams", "product", "model", "roles", "duties", "responsibilities", "skills", "metrics", "tools"] {
        for (at, given) in
            (1..key.len()).flat_map(|at| [(at, "Lean"), (at, "[Own the product roadmap with care, Order the backlog for the team]")])
        {
            let (before, after) = key.split_at(at);
            let swapped = format!("{before}{}{}", after.get(1..2).unwrap_or_default(), &after[..1]);
            let rest = after.get(2..).unwrap_or_default();
            for slip in [
                format!("{before}{}", &after[1..]),
                format!("{swapped}{rest}"),
                format!("{before}x{}", &after[1..]),
                format!("{before}x{after}"),
            ] {
                let yaml = format!("title: Product Owner\nduties: [Order the product backlog, Accept the work]\n{slip}: {given}\n");
                let Some(value) = value(&yaml) else { continue };
                if validator.is_valid(&value) {
                    continue;
                }
                flagged += 1;
                let audit = audit("role.yaml", &yaml);
                let known = audit
                    .findings
                    .iter()
                    .any(|finding| finding.check == "unknown-key" && finding.message.contains(&format!("`{slip}`")));
                assert!(known, "the linter lets `{slip}` pass, the schema does not: {yaml}");
            }
        }
    }
    assert!(flagged > 100, "{flagged}");
}

#[test]
fn the_schema_of_the_configuration_takes_what_the_program_takes() {
    let validator = validator(Subject::Config);
    let read = |text: &str| {
        let here = Path::new("");
        role_audit::config::read::text(&Source::new("role-audit.yaml", text), here, here).is_ok()
    };
    for good in [
        "",
        "model: scrum\nscope: directory\nfail-on: never\nmin-confidence: low\nsuppressions: off\n",
        "scopes:\n  - {name: Checkout, kind: team, paths: ['teams/checkout/**']}\n  - {name: Payments, paths: payments/*}\n",
        "titles: {Backlog Captain: po}\ninclude: ['org/**']\nexclude: drafts/*\nrules: our-rules\n",
        "severity: {unknown-key: off, empty-role: info}\nlimits: {file-size: 16 MiB, nesting: 40}\nthresholds:\n",
    ] {
        assert!(read(good), "{good}");
        let value = value(good).expect("it is YAML");
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{good}");
    }
    for bad in [
        "modle: scrum\n",
        "fail-on: warn\n",
        "severity: {no-such-check: off}\n",
        "scopes: [{name: Checkout}]\n",
        "limits: {nesting: 0}\n",
        "thresholds: {no-such-figure: 1}\n",
        "- model\n",
    ] {
        assert!(!read(bad), "{bad}");
        assert!(!validator.is_valid(&value(bad).expect("it is YAML")), "{bad}");
    }
}
