//! Who is compared with whom when no document declares a team or a product.

use role_audit::audit::{Audit, Input};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;

/// A document of one role that claims a decision, under the title.
fn posting(title: &str) -> String {
    format!("title: \"{title}\"\nduties:\n  - Own the product roadmap\n  - Decide the order of the product backlog\n")
}

/// The products that roles are held to work on, by document.
fn products(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let input = |(name, title): &(&str, &str)| Input { source: Source::new(*name, posting(title)), failure: None, named: true };
    let audit = Audit::run(files.iter().map(input).collect(), Rulebook::builtin(), &Settings::default());
    audit.roles.iter().map(|role| role.products.clone()).collect()
}

#[test]
fn product_roles_whose_titles_name_one_product_share_it() {
    let files = [
        ("ships/pm.yaml", "Product Manager, Berth Planner"),
        ("ships/po.yaml", "Senior Product Owner (m/f/d) - berth planner"),
    ];
    assert_eq!(products(&files), [["Berth Planner"], ["berth planner"]]);
}

#[test]
fn titles_of_other_products_folders_or_grades_share_nothing() {
    let apart = |one: (&str, &str), other: (&str, &str)| {
        let found = products(&[one, other]);
        assert!(found.iter().all(Vec::is_empty), "{found:?} for {one:?} and {other:?}");
    };
    apart(("a.yaml", "Product Manager, Berth Planner"), ("b.yaml", "Product Owner, Crane Log"));
    apart(("one/a.yaml", "Product Manager, Berth Planner"), ("two/b.yaml", "Product Owner, Berth Planner"));
    apart(("a.yaml", "Product Manager, Senior"), ("b.yaml", "Product Owner, Senior"));
    apart(("a.yaml", "Product Manager (m/f/d)"), ("b.yaml", "Product Owner (m/f/d)"));
    apart(("a.yaml", "Product Owner, Berth Planner"), ("b.yaml", "Product Owner, Berth Planner"));
}

#[test]
fn what_a_document_declares_is_not_overruled_by_its_title() {
    let declared = format!("team: Quay\n{}", posting("Product Manager, Berth Planner"));
    let files = [("pm.yaml", declared), ("po.yaml", posting("Product Owner, Berth Planner"))];
    let input = |(name, text): (&str, String)| Input { source: Source::new(name, text), failure: None, named: true };
    let audit = Audit::run(files.map(input).into(), Rulebook::builtin(), &Settings::default());
    assert!(audit.roles.iter().all(|role| role.products.is_empty()));
}
