//! Rows of the doctrine on surface forms and directions of speech: what a construction does to type, relation and claim.

use role_audit::classify::{Claim, Classifier, Part};
use role_audit::rulebook::{DutyType, Relation, Rulebook};

fn judge(text: &str) -> Part {
    Classifier::new(Rulebook::builtin()).classify(text).whole
}

fn area(part: &Part) -> &'static str {
    part.area.map_or("-", |area| Rulebook::builtin().area(area).id.as_str())
}

#[test]
fn the_verb_decides_not_the_noun() {
    assert_eq!(judge("Define the product roadmap").duty_type, DutyType::Pm);
    assert_eq!(judge("Give input to the product roadmap").duty_type, DutyType::Po);
    let turned = judge("Turn the product roadmap into backlog items");
    assert_eq!((turned.duty_type, area(&turned)), (DutyType::Po, "vision-to-backlog"));
}

#[test]
fn the_modifier_is_part_of_the_artifact() {
    let technology = judge("Own the technology roadmap for our core services");
    assert_eq!((technology.duty_type, area(&technology)), (DutyType::Other, "engineering-and-architecture"));
}

#[test]
fn what_is_aligned_is_the_object() {
    let work = judge("Keep the squad's stories in line with the product vision");
    assert_eq!((work.duty_type, area(&work), work.relation), (DutyType::Po, "delivery-alignment", Some(Relation::Assure)));
    let people = judge("Make sure the sponsors agree with the roadmap");
    assert_eq!((people.duty_type, area(&people)), (DutyType::Pm, "executive-stakeholder-alignment"));
}

#[test]
fn disclaimed_conditional_hedged_and_joint_claims_are_told_apart() {
    assert_eq!(judge("Does not own the product backlog").claim, Claim::Excluded);
    assert_eq!(judge("Does not own the product backlog").strength, -1);
    assert_eq!(judge("Not only maintains but owns the roadmap").claim, Claim::Hard);
    assert_eq!(judge("If no product manager is in place, define the roadmap").claim, Claim::Conditional);
    assert!(judge("May occasionally define the product strategy").strength < judge("Define the product strategy").strength);
    let joint = judge("Jointly own the product vision with the Product Owner");
    assert!(joint.modifiers.joint && joint.duty_type == DutyType::Shared);
    assert_eq!(judge("Own the product vision in partnership with the Product Owner").duty_type, DutyType::Pm);
}

#[test]
fn the_text_can_name_who_holds_the_duty() {
    let rulebook = Rulebook::builtin();
    let subject = |text: &str| judge(text).subject.map(|kind| rulebook.kind(kind).id.as_str());
    assert_eq!(subject("The Product Owner keeps the backlog up to date"), Some("po"));
    assert_eq!(subject("Delegate the facilitation of retrospectives to the Scrum Master"), Some("scrum-master"));
    assert_eq!(subject("Keep the backlog up to date"), None);
}

#[test]
fn compound_duties_have_parts_with_their_own_bytes() {
    let text = "Define the roadmap and groom the backlog";
    let verdict = Classifier::new(Rulebook::builtin()).classify(text);
    let parts: Vec<_> = verdict.parts.iter().map(|part| (&text[part.range.clone()], part.duty_type)).collect();
    assert_eq!(parts, [("Define the roadmap", DutyType::Pm), ("groom the backlog", DutyType::Po)]);
    assert!(Classifier::new(Rulebook::builtin()).classify("Define, order and publish the roadmap").parts.is_empty());
}
