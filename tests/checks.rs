//! What the checks say about roles whose duties are classified as given, and what they leave alone.

mod support;

use role_audit::finding::{Confidence, Severity};
use role_audit::settings::Settings;
use support::Org;

#[test]
fn a_product_manager_who_orders_the_backlog_holds_the_product_owners_duty() {
    let found = Org::new()
        .file("pm.yaml")
        .role(
            "Product Manager",
            &[
                ("Own the product roadmap", "own product-roadmap"),
                ("Decide the order of the backlog", "own backlog-prioritization"),
                ("Maintain the backlog", "operate backlog-refinement"),
                ("Give input to the stories", "contribute epics-and-stories"),
                ("Make sure that stories are accepted", "assure work-acceptance"),
            ],
        )
        .findings();
    assert_eq!(
        found,
        [
            r#"warning pm-holds-po-duty "Decide the order of the backlog""#,
            r#"info pm-holds-po-duty "Maintain the backlog""#
        ]
    );
}

#[test]
fn claims_that_are_not_the_roles_own_accuse_nobody() {
    let found = Org::new()
        .file("po.yaml")
        .role(
            "Product Owner",
            &[
                ("If no Product Manager is in place, define the roadmap", "author product-roadmap conditional"),
                ("Does not own pricing", "own product-economics excluded"),
                ("Maintain the roadmap on behalf of the Product Manager", "operate product-roadmap delegated"),
                ("The Product Manager defines the vision", "author product-vision by:pm"),
                ("May sometimes help to write the strategy", "author product-strategy hedged hedged"),
            ],
        )
        .findings();
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_subject_that_is_the_role_itself_changes_nothing() {
    let found = Org::new()
        .file("po.yaml")
        .role("Product Owner", &[("The Product Owner defines the vision", "author product-vision by:po")])
        .findings();
    assert_eq!(found, [r#"warning po-holds-pm-duty "The Product Owner defines the vision""#]);
}

#[test]
fn disputed_areas_stay_at_info() {
    let found = Org::new()
        .file("pm.yaml")
        .role("Product Manager", &[("Define the development process", "author delivery-process-optimization")])
        .findings();
    assert_eq!(found, [r#"info pm-holds-po-duty "Define the development process""#]);
}

#[test]
fn under_scrum_the_product_owner_may_hold_strategy() {
    let duties = &[("Define the product strategy", "author product-strategy")];
    let under = |model: &str| {
        let settings = Settings { model: Some(model.to_owned()), ..Settings::default() };
        Org::new().file("po.yaml").role("Product Owner", duties).findings_with(&settings)
    };
    assert_eq!(under("split"), [r#"warning po-holds-pm-duty "Define the product strategy""#]);
    assert_eq!(under("Scrum"), [""; 0]);
    assert_eq!(under("solo"), [""; 0]);
}

#[test]
fn uncertain_verdicts_give_hidden_findings() {
    let org = || {
        Org::new()
            .file("po.yaml")
            .role("Product Owner", &[("Set the tone for the product", "author product-vision 0.4")])
    };
    let audit = org().audit(&Settings::default());
    assert!(audit.findings.is_empty());
    assert_eq!(audit.hidden.low_confidence, 1);
    let all = Settings { min_confidence: Confidence::Low, ..Settings::default() };
    assert_eq!(org().findings_with(&all), [r#"warning po-holds-pm-duty "Set the tone for the product""#]);
}

#[test]
fn a_neighbours_work_is_worth_a_look() {
    let audit = Org::new()
        .file("po.yaml")
        .role(
            "Product Owner",
            &[("Run the retrospectives", "operate scrum-facilitation"), ("Join them", "contribute scrum-facilitation")],
        )
        .audit(&Settings::default());
    assert_eq!(audit.findings.len(), 1);
    let finding = &audit.findings[0];
    assert_eq!((finding.check, finding.severity, finding.confidence), ("neighbour-duty", Severity::Info, Confidence::Medium));
    assert!(finding.message.contains("Scrum Master"), "{}", finding.message);
}

#[test]
fn one_bullet_for_both_roles_is_two_duties() {
    let found = Org::new()
        .file("a.yaml")
        .role(
            "Head of nothing",
            &[
                ("Define the roadmap| and groom the backlog", "author product-roadmap + operate backlog-refinement"),
                ("Define the roadmap| and the vision", "author product-roadmap + author product-vision"),
                ("Define the roadmap| and give input to the backlog", "author product-roadmap + contribute backlog-refinement"),
            ],
        )
        .findings();
    assert_eq!(found, [r#"info compound-duty "Define the roadmap""#]);
}

#[test]
fn checks_are_chosen_and_weighed_by_the_settings() {
    let org = || {
        Org::new()
            .file("po.yaml")
            .role("Product Owner", &[("Manage stakeholders", ""), ("Define the vision", "author product-vision")])
    };
    let with = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        org().findings_with(&settings)
    };
    let vision = |severity: &str| format!("{severity} po-holds-pm-duty \"Define the vision\"");
    assert_eq!(with(|_| {}), [vision("warning")]);
    assert_eq!(with(|settings| settings.ignore.push("po-holds-pm-duty".to_owned())), [""; 0]);
    assert_eq!(with(|settings| settings.select.push("unclear-duty".to_owned())).len(), 2);
    let set = |settings: &mut Settings, severity| _ = settings.severity.insert("po-holds-pm-duty".to_owned(), severity);
    let mut settings = Settings::default();
    set(&mut settings, Some(Severity::Error));
    assert_eq!(org().findings_with(&settings), [vision("error")]);
    set(&mut settings, None);
    assert_eq!(org().findings_with(&settings), [""; 0]);
}

#[test]
fn findings_come_in_order_of_path_and_place() {
    let duties = &[("Define the vision", "author product-vision"), ("Define the strategy", "author product-strategy")];
    let audit = Org::new()
        .file("b.yaml")
        .role("Product Owner", duties)
        .file("a.yaml")
        .role("Product Owner", duties)
        .audit(&Settings::default());
    let places: Vec<_> = audit
        .findings
        .iter()
        .map(|finding| (audit.source(finding.primary().source).name(), finding.primary().span.start))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(places.len(), 4);
}
