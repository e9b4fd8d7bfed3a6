//! Who claims what, told from documents as people write them: what counts as a claim, what covers a gap, and which of several
//! findings speaks.

use role_audit::audit::{Audit, Input};
use role_audit::rulebook::Rulebook;
use role_audit::settings::Settings;
use role_audit::source::Source;

const MANAGER: &[&str] = &[
    "Own the product vision",
    "Define the product strategy",
    "Own the product roadmap",
    "Interview customers to uncover unmet needs",
    "Decide which features are built next",
    "Set the success metrics of the product",
];

const OWNER: &[&str] = &[
    "Order the product backlog",
    "Refine the backlog with the team",
    "Turn the roadmap into backlog items",
    "Write user stories",
    "Define acceptance criteria",
    "Accept finished stories",
    "Represent the customer inside the development team",
];

/// A charter of both product roles, with more duties for the owner and more keys at the end.
fn charter(owner: &[&str], more: &[&str], rest: &str) -> String {
    let list = |duties: &[&str]| duties.iter().flat_map(|duty| ["      - ", *duty, "\n"]).collect::<String>();
    format!(
        "team: Harbour\nroles:\n  - title: Product Manager\n    duties:\n{}  - title: Product Owner\n    duties:\n{}{}{rest}",
        list(MANAGER),
        list(owner),
        list(more)
    )
}

fn without(word: &str) -> Vec<&'static str> {
    OWNER.iter().copied().filter(|duty| !duty.contains(word)).collect()
}

/// Severity, check and words of all findings, in order.
fn findings(text: &str) -> Vec<String> {
    let input = Input { source: Source::new("charter.yaml", text), failure: None, named: true };
    let audit = Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
    let show = |finding: &role_audit::finding::Finding| {
        let label = finding.primary();
        format!("{} {} {}", finding.severity.name(), finding.check, audit.source(label.source).slice(label.span))
    };
    audit.findings.iter().map(show).collect()
}

#[test]
fn a_complete_charter_gives_no_finding() {
    assert_eq!(findings(&charter(OWNER, &[], "")), [""; 0]);
}

#[test]
fn what_another_role_is_said_to_do_is_no_claim() {
    let more = ["The Product Manager owns the roadmap", "Leaves pricing to the Product Manager"];
    assert_eq!(findings(&charter(OWNER, &more, "")), [""; 0]);
}

#[test]
fn a_condition_holds_for_what_follows_it() {
    let more = [
        "If no Product Manager is in place, own the product vision",
        "If the Product Manager is away, own the product roadmap",
    ];
    assert_eq!(findings(&charter(OWNER, &more, "")), [""; 0]);
}

#[test]
fn a_list_of_what_a_role_does_not_own_draws_a_border() {
    for key in ["does_not_own", "not responsible for", "Not-Accountable-For"] {
        let rest = format!("    {key}:\n      - The product roadmap\n      - Pricing\n");
        assert_eq!(findings(&charter(OWNER, &[], &rest)), [""; 0], "{key}");
    }
    let rest = "    does_not_own:\n      - Acceptance of completed work\n";
    assert_eq!(findings(&charter(&without("Accept finished"), &[], rest)), ["error core-area-unowned Product Owner"]);
    let rest = "    does_not_own: [Order of the backlog]\nraci:\n  backlog-prioritization: {Product Owner: A, Product Manager: C}\n";
    let found = findings(&charter(OWNER, &[], rest));
    assert_eq!(found, ["error matrix-contradicts-text Order of the backlog"]);
}

#[test]
fn a_heading_of_what_a_role_does_not_own_draws_a_border() {
    let text = "# Product Owner\n\nResponsibilities:\n\n- Order the product backlog\n- Write user stories\n\nNot responsible for:\n\n- Owning the \
                product roadmap\n- Defining the product vision\n";
    let input = Input { source: Source::new("owner.md", text), failure: None, named: true };
    let audit = Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
    assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    assert_eq!(audit.roles[0].duties.len(), 4);
}

#[test]
fn what_is_broken_into_stories_is_written() {
    let owner: Vec<&str> = without("Write user stories").into_iter().filter(|duty| !duty.contains("acceptance criteria")).collect();
    let more = ["Break features down into user stories with acceptance criteria"];
    assert_eq!(findings(&charter(&owner, &more, "")), [""; 0]);
}

#[test]
fn what_a_short_text_leaves_out_is_told_once() {
    let owner = &OWNER[..4];
    let found = findings(&charter(owner, &[], ""));
    assert_eq!(found, ["info core-area-unowned Product Owner"]);
}

#[test]
fn one_problem_gives_one_finding() {
    let matrix = |letters: &str| format!("raci:\n  product-roadmap: {{ {letters} }}\n");
    let claimed = ["Own the product roadmap"];
    let says = |rest: &str, more: &[&str]| findings(&charter(OWNER, more, rest));
    assert_eq!(says("", &claimed), ["error two-owners Own the product roadmap"]);
    // A matrix that knows both roles is what their texts agree with or not.
    let both = matrix("Product Manager: A, Product Owner: C");
    assert_eq!(says(&both, &claimed), ["error matrix-contradicts-text Own the product roadmap"]);
    assert_eq!(says(&matrix("Product Manager: A, Product Owner: A"), &claimed), ["error row-with-two-a A"]);
    // One that does not know the second says nothing of the two.
    assert_eq!(says(&matrix("Product Manager: A, Designer: C"), &claimed), ["error two-owners Own the product roadmap"]);
    // Who does the work for the one who answers is not out of place.
    assert_eq!(says(&matrix("Product Manager: A, Product Owner: R"), &["Draft the product roadmap"]), [""; 0]);
    let jointly = ["Own the product roadmap", "Jointly own the product roadmap with the Product Manager"];
    assert_eq!(says("", &jointly).iter().filter(|found| !found.contains("joint-ownership")).count(), 0);
}

#[test]
fn a_decision_one_rung_too_low_collides_with_nobody() {
    let text = charter(OWNER, &[], "").replace(
        "Set the success metrics of the product",
        "Set the success metrics of the product\n      - Prioritise bugs for each sprint",
    );
    assert_eq!(findings(&text), ["warning wrong-altitude Prioritise bugs for each sprint"]);
    let both = text.replace("Order the product backlog", "Prioritise bugs and stories");
    assert!(findings(&both).iter().all(|found| found.starts_with("error two-owners")), "{:?}", findings(&both));
}

#[test]
fn a_better_model_is_suggested_before_anyone_is_accused() {
    let text = "team: Harbour\nmodel: split\nroles:\n  - title: A Tester\n    duties:\n      - Own the product vision\n  - title: Product Owner\n    \
                duties:\n      - Define the product vision\n      - Define the strategy\n      - Own the roadmap\n      - Order the backlog\n  - title: \
                Scrum Master\n    duties:\n      - Coach the team\n";
    let found = findings(text);
    assert!(found[0].starts_with("info context-undeclared"), "{found:?}");
    assert!(found.iter().skip(1).any(|finding| finding.contains("po-holds-pm-duty")), "{found:?}");
}

#[test]
fn a_rung_may_mean_another_area() {
    let train = |model: &str, claim: &str| findings(&charter(OWNER, &[claim], &format!("model: {model}\n")));
    // The order of the train's backlog is a choice of features, which the Product Manager holds.
    assert!(
        train("safe", "Prioritise the ART backlog")
            .iter()
            .any(|found| found.starts_with("error two-owners Prioritise"))
    );
    let text =
        charter(OWNER, &[], "model: safe\n").replace("Decide which features are built next", "Prioritise the ART backlog using WSJF");
    assert_eq!(findings(&text), [""; 0]);
}

#[test]
fn who_carries_out_what_another_has_settled_decides_nothing() {
    let kept = |order: &'static str| {
        let owner: Vec<&str> = without("Order the product").into_iter().filter(|duty| !duty.contains("Accept")).collect();
        findings(&charter(&owner, &[order, "Answer for the value the team delivers"], ""))
    };
    for order in [
        "Put stories in the order that the pricing committee has decided",
        "Work through the backlog in the order laid down by the pricing committee",
        "Order the backlog as agreed by the pricing committee",
    ] {
        let found = kept(order);
        let has = |wanted: &str| found.iter().any(|found| found.starts_with(wanted));
        assert!(has("warning scribe-po Product Owner"), "{order}: {found:?}");
        assert!(has("warning accountability-without-authority"), "{order}: {found:?}");
        assert!(found.contains(&format!("warning dangling-reference {order}")), "{order}: {found:?}");
    }
}

#[test]
fn who_writes_as_another_wants_it_still_writes() {
    let owner = without("Write user stories");
    assert_eq!(findings(&charter(&owner, &["Write user stories as specified by the Product Manager"], "")), [""; 0]);
}

#[test]
fn what_is_shared_with_somebody_has_two_owners() {
    for duty in [
        "Co-owner of the product vision with the Product Manager",
        "Share accountability for the product vision with the Product Manager",
        "Own the product vision on equal terms with the Product Manager",
        "Co-own the marketing budget with the head of sales",
    ] {
        let found = findings(&charter(OWNER, &[duty], ""));
        assert!(found.iter().any(|found| found.contains("joint-ownership")), "{duty}: {found:?}");
        assert!(!found.iter().any(|found| found.contains("two-owners")), "{duty}: {found:?}");
    }
    // Working together shares nothing.
    for duty in ["Write stories together with the Product Manager", "Prepare the release with the Product Manager"] {
        let found = findings(&charter(OWNER, &[duty], ""));
        assert!(!found.iter().any(|found| found.contains("joint-ownership")), "{duty}: {found:?}");
    }
}

#[test]
fn where_one_person_is_both_only_a_third_makes_two() {
    let posting = |duty: &str| format!("title: Product Manager / Product Owner\nduties:\n  - Order the backlog\n  - {duty}\n");
    let found = findings(&posting("Jointly own the product vision with the founder"));
    assert!(
        found.contains(&"warning joint-ownership Jointly own the product vision with the founder".to_owned()),
        "{found:?}"
    );
    let found = findings(&posting("Jointly own the product vision with the other Product Owner"));
    assert!(!found.iter().any(|found| found.contains("joint-ownership")), "{found:?}");
}

#[test]
fn what_a_purpose_makes_somebody_answer_for_is_a_duty() {
    let owner = without("Order the product");
    let purpose = |text: &str| {
        let lines =
            charter(&owner, &[], "").replace("  - title: Product Owner\n", &format!("  - title: Product Owner\n    purpose: {text}\n"));
        findings(&lines)
    };
    assert_eq!(purpose("Owns the order of the product backlog."), [""; 0]);
    assert_eq!(purpose("You are accountable for the order of the product backlog. We own nice offices."), [""; 0]);
    let found = purpose("Our teams love an ordered product backlog.");
    assert!(found.iter().any(|found| found.contains("core-area-unowned")), "{found:?}");
}

#[test]
fn who_stays_out_of_something_claims_nothing() {
    for duty in [
        "Stay out of the order of stories",
        "Give the Product Owner priorities at the level of features and keep out of the order of stories",
        "Keep your hands off the backlog",
        "Steer clear of acceptance criteria",
    ] {
        let text = charter(OWNER, &[], "").replace("Set the success metrics", &format!("{duty}\n      - Set the success metrics"));
        assert_eq!(findings(&text), [""; 0], "{duty}");
    }
}

#[test]
fn two_owners_of_one_backlog_need_a_border_in_a_document_that_names_its_model() {
    let text = "model: less\nroles:\n  - title: Product Owner, north\n    duties: [Order the one product backlog]\n  - title: Product Owner, south\n    \
                duties: [Decide the order of the one product backlog]\n  - title: Team\n    duties: [Write stories with users]\n";
    assert!(findings(text).iter().any(|found| found.starts_with("error unpartitioned-scope")), "{:?}", findings(text));
    // Without one it may as well be a list of openings.
    let openings = text.replace("model: less\n", "");
    assert!(!findings(&openings).iter().any(|found| found.contains("unpartitioned-scope")), "{:?}", findings(&openings));
}

#[test]
fn each_of_several_objects_is_claimed() {
    let manager = ["Own the product vision", "Define the product strategy", "Own the product roadmap"];
    let text = manager.iter().fold(charter(OWNER, &[], ""), |text, duty| text.replace(&format!("      - {duty}\n"), ""));
    for duty in [
        "Accountable for the vision, the strategy and the roadmap",
        "Shape the vision and the strategy, and own the roadmap",
    ] {
        let text = text.replace("      - Interview customers", &format!("      - {duty}\n      - Interview customers"));
        assert_eq!(findings(&text), [""; 0], "{duty}");
    }
}

#[test]
fn what_is_only_leant_on_is_held_by_nobody() {
    let text = charter(OWNER, &["Keep the backlog aligned with the roadmap"], "").replace("      - Own the product roadmap\n", "");
    assert_eq!(findings(&text), ["error core-area-unowned Product Manager"]);
    // Where the roadmap is somebody's own matter, if not in so many words, nobody is accused.
    let text = text.replace("      - Define the product strategy\n", "      - Define the product strategy behind the roadmap\n");
    assert_eq!(findings(&text), [""; 0]);
}

#[test]
fn groups_of_duties_may_be_named_for_people() {
    let text = "title: Product Manager\nduties:\n  vision:\n    - Own the product vision\n  customers:\n    - Conduct customer interviews\n    - Define \
                surveys\n";
    let input = Input { source: Source::new("manager.yaml", text), failure: None, named: true };
    let audit = Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
    assert_eq!(audit.roles[0].duties.len(), 3);
}

#[test]
fn a_product_that_sounds_like_a_role_gives_its_scope_to_the_roles_below() {
    let text = "# Route Planner\n\nTeam: Harbour\nProduct: Route Planner\nModel: kanban\n\n## Product Owner\n\n- Order the backlog\n- Write user stories\n";
    let input = Input { source: Source::new("roles.md", text), failure: None, named: true };
    let audit = Audit::run(vec![input], Rulebook::builtin(), &Settings::default());
    assert_eq!(audit.roles.len(), 1);
    assert_eq!(
        (audit.roles[0].teams.as_slice(), audit.roles[0].products.as_slice()),
        (["Harbour".to_owned()].as_slice(), ["Route Planner".to_owned()].as_slice())
    );
}

#[test]
fn what_a_body_settles_behind_the_object_is_left_to_it() {
    let manager = |duty: &str| {
        let text = charter(OWNER, &[], "");
        findings(&text.replace("Own the product roadmap", duty))
    };
    for duty in [
        "Follow the roadmap, which is set by the Harbour Board",
        "Follow the roadmap that the Harbour Board lays down each spring",
        "Live with the roadmap handed down to us by the Harbour Board",
    ] {
        let found = manager(duty);
        assert_eq!(found.len(), 1, "{duty}: {found:?}");
        assert!(found[0].starts_with("warning dangling-reference roadmap"), "{duty}: {found:?}");
    }
    assert_eq!(manager("Own the roadmap within the budget set by the Harbour Board"), [""; 0]);
}

#[test]
fn who_passes_work_on_to_those_who_accept_it_accepts_nothing() {
    for duty in [
        "Hand finished stories to the Quality Panel, which accepts or rejects them",
        "Finished stories are accepted by the Head of Laboratory",
        "Prepare the demo; the Quality Panel accepts finished stories",
    ] {
        let found = findings(&charter(&without("Accept finished"), &[duty], ""));
        assert_eq!(found.len(), 1, "{duty}: {found:?}");
        assert!(found[0].contains("dangling-reference"), "{duty}: {found:?}");
    }
}

#[test]
fn what_remains_another_roles_is_no_claim() {
    let more = [
        "The roadmap remains the Product Manager's decision",
        "The last word on the roadmap is hers",
        "Gives no orders on the choice of features",
        "Has no vote on the roadmap",
        "Give the Product Manager an opinion on the product strategy",
    ];
    assert_eq!(findings(&charter(OWNER, &more, "")), [""; 0]);
}

#[test]
fn a_heading_that_names_a_declared_product_places_its_roles() {
    let files = [
        ("org/manager.yaml", format!("title: Product Manager\nproduct: Tide Tables\nduties:\n{}", list(MANAGER))),
        ("org/owner.yaml", format!("title: Product Owner\nproduct: Tide Tables\nduties:\n{}", list(OWNER))),
        (
            "org/others.md",
            "# Tide Tables: further roles\n\n## Service Owner\n\n- Define the product vision\n- Hold the budget\n".to_owned(),
        ),
    ];
    let inputs = |files: &[(&str, String)]| {
        let input = |(name, text): &(&str, String)| Input { source: Source::new(*name, text.as_str()), failure: None, named: true };
        files.iter().map(input).collect::<Vec<_>>()
    };
    let audit = Audit::run(inputs(&files), Rulebook::builtin(), &Settings::default());
    let owner = audit.roles.iter().find(|role| role.title == "Service Owner");
    assert_eq!(owner.map(|role| role.products.clone()), Some(vec!["Tide Tables".to_owned()]));
    let mut apart = files;
    apart[2].1 = apart[2].1.replace("Tide Tables:", "Tide Tables of old:");
    let audit = Audit::run(inputs(&apart), Rulebook::builtin(), &Settings::default());
    assert!(audit.roles.iter().filter(|role| role.title == "Service Owner").all(|role| role.products.is_empty()));
}

fn list(duties: &[&str]) -> String {
    duties.iter().flat_map(|duty| ["  - ", *duty, "\n"]).collect()
}
