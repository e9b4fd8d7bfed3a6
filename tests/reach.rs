//! How far words reach within a duty: what a negation denies, to whom a duty is given, what a condition is, which verb
//! governs, which objects a verb has.

use role_audit::classify::{Claim, Classifier, Part, Verdict};
use role_audit::rulebook::Rulebook;

fn verdict(text: &str) -> Verdict {
    Classifier::new(Rulebook::builtin()).classify(text)
}

fn whole(text: &str) -> Part {
    verdict(text).whole
}

fn area(part: &Part) -> &'static str {
    part.area.map_or("-", |area| Rulebook::builtin().area(area).id.as_str())
}

fn areas(text: &str) -> Vec<&'static str> {
    verdict(text).parts().iter().map(area).collect()
}

#[track_caller]
fn claims(text: &str, claim: Claim, about: &str) {
    let part = whole(text);
    assert_eq!((part.claim, area(&part)), (claim, about), "{text}");
}

#[test]
fn a_negation_before_the_governing_verb_disclaims() {
    claims("You do not prioritise the backlog of the squad", Claim::Excluded, "backlog-prioritization");
    claims("Doesn't set prices", Claim::Excluded, "product-economics");
    claims("Never accepts stories in place of the Product Owner", Claim::Excluded, "work-acceptance");
    claims("No longer decides on the product roadmap", Claim::Excluded, "product-roadmap");
    claims("You are not responsible for writing user stories", Claim::Excluded, "epics-and-stories");
    claims("The product roadmap is not owned by this role", Claim::Excluded, "product-roadmap");
}

#[test]
fn a_negation_in_a_clause_beside_leaves_the_claim_alone() {
    claims("Order the product backlog and drop items that nobody will not miss", Claim::Hard, "backlog-prioritization");
    claims(
        "Prioritise features for the year and stop those that do not pay off any more",
        Claim::Hard,
        "feature-prioritization",
    );
    claims("Own the product vision and never tire of explaining it", Claim::Hard, "product-vision");
    claims("Write user stories that do not need a second explanation", Claim::Hard, "epics-and-stories");
    claims("Not only writes but also accepts stories", Claim::Hard, "work-acceptance");
}

#[test]
fn what_is_left_to_a_body_is_disclaimed_and_the_body_named() {
    for (text, body, about) in [
        ("Features are chosen by the Pricing Council", "Pricing Council", "feature-prioritization"),
        ("Acceptance of finished stories rests with the Quality Office", "Quality Office", "work-acceptance"),
        (
            "You do not decide on the product roadmap; this is left to the Portfolio Council",
            "Portfolio Council",
            "product-roadmap",
        ),
        ("The order of the backlog is decided by the Change Board", "Change Board", "backlog-prioritization"),
    ] {
        let verdict = verdict(text);
        let part = verdict.parts().iter().find(|part| !part.outside.is_empty());
        let part = part.unwrap_or_else(|| panic!("{text}: no holder in {verdict:?}"));
        assert_eq!(part.claim, Claim::Excluded, "{text}");
        assert_eq!(&text[part.outside.range()], body, "{text}");
        assert_eq!(area(part), about, "{text}");
    }
}

#[test]
fn what_a_role_does_is_that_roles() {
    let rulebook = Rulebook::builtin();
    let holder = |text: &str| whole(text).subject.map(|kind| rulebook.kind(kind).id.as_str());
    assert_eq!(holder("The backlog is ordered by the Product Owner"), Some("po"));
    assert_eq!(holder("The roadmap is left to the Product Manager"), Some("pm"));
    assert_eq!(holder("Retrospectives are run by our Scrum Master"), Some("scrum-master"));
    assert_eq!(holder("The backlog is kept in order by you"), None);
    // A passive in a clause beside says nothing of who does the duty.
    assert_eq!(holder("Write stories for features that are chosen by the Product Manager"), None);
}

#[test]
fn acting_in_another_roles_name_is_told_from_serving() {
    assert!(whole("Maintain the roadmap on the Product Manager's behalf").modifiers.delegated);
    assert!(whole("Maintain the roadmap on behalf of the Product Manager").modifiers.delegated);
    assert!(!whole("Accept stories on behalf of the business").modifiers.delegated);
}

#[test]
fn a_condition_waits_for_somebody_and_a_time_does_not() {
    claims("If no Product Manager is in place, set the product vision", Claim::Conditional, "product-vision");
    claims("Own the product roadmap until a Product Manager is hired", Claim::Conditional, "product-roadmap");
    claims("Order the backlog when the Product Owner is on leave", Claim::Conditional, "backlog-prioritization");
    claims("Refine the backlog until every item is understood", Claim::Hard, "backlog-refinement");
    claims("Write user stories and explain them until the last question is answered", Claim::Hard, "epics-and-stories");
}

#[test]
fn an_adjunct_before_the_main_clause_does_not_govern() {
    let part = whole("Sitting down with finance twice a year, set the prices of all plans");
    assert_eq!((area(&part), part.claim), ("product-economics", Claim::Hard));
    assert!(part.strength >= 4, "{part:?}");
    let part = whole("Together with designers and engineers, decide which features come next");
    assert_eq!((area(&part), part.claim), ("feature-prioritization", Claim::Hard));
}

#[test]
fn every_object_of_a_verb_is_claimed() {
    assert_eq!(areas("Own the product vision and the product roadmap"), ["product-vision", "product-roadmap"]);
    assert_eq!(areas("Write user stories and acceptance criteria"), ["epics-and-stories", "acceptance-criteria"]);
    let text = "Define the product strategy and the product roadmap, building on research";
    assert_eq!(areas(text), ["product-strategy", "product-roadmap"]);
    for part in verdict(text).parts() {
        assert!(part.strength >= 4, "{part:?}");
    }
    // What hangs on a preposition is no object of the verb.
    assert_eq!(areas("Write user stories for the roadmap and the release"), ["epics-and-stories"]);
}

#[test]
fn a_pronoun_stands_for_the_object_before() {
    assert_eq!(areas("Order the backlog and keep it tidy and refined"), ["backlog-prioritization", "backlog-refinement"]);
}

#[test]
fn nouns_that_look_like_verbs_do_not_govern() {
    claims("Spend two mornings a month with train drivers", Claim::Hard, "customer-discovery");
    assert_ne!(area(&whole("Drive success")), "people-management");
    claims("The order of the backlog is yours to decide", Claim::Hard, "backlog-prioritization");
}

#[test]
fn the_rung_of_the_backlog_decides() {
    claims("Prioritise the features in the programme backlog", Claim::Hard, "feature-prioritization");
    claims("Rank the features of the train by cost of delay", Claim::Hard, "feature-prioritization");
    claims("Put the bugs into order before each iteration", Claim::Hard, "backlog-prioritization");
    claims("Order the backlog of the team", Claim::Hard, "backlog-prioritization");
    claims("Own the product roadmap from end to end", Claim::Hard, "product-roadmap");
    assert_ne!(whole("Follow the product roadmap").claim, Claim::Hard);
}

#[test]
fn ownership_that_no_verb_says_is_told_apart() {
    for text in [
        "Order the backlog",
        "Take full ownership of the backlog",
        "Maintain and order the backlog",
        "You decide on the order of the backlog",
    ] {
        assert!(whole(text).explicit, "{text}");
    }
    for text in [
        "Respect the order of the backlog",
        "Remind everybody that the Product Owner orders the backlog",
        "Pull items from the ordered backlog",
    ] {
        assert!(!whole(text).explicit, "{text}");
    }
}
