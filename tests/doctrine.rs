//! Rows of the doctrine on surface forms and directions of speech: what the way a duty is put does to its type, area, relation
//! and claim. Each test is one row; its sentences are told from one another by nothing but the form.

use role_audit::classify::{Claim, Classifier, Part, Verdict};
use role_audit::rulebook::{DutyType, Relation, Rulebook};
use std::fmt::Write as _;

fn classify(text: &str) -> Verdict {
    Classifier::new(Rulebook::builtin()).classify(text)
}

fn judge(text: &str) -> Part {
    classify(text).whole
}

fn area(part: &Part) -> &'static str {
    part.area.map_or("-", |area| Rulebook::builtin().area(area).id.as_str())
}

fn subject(text: &str) -> Option<&'static str> {
    judge(text).subject.map(|kind| Rulebook::builtin().kind(kind).id.as_str())
}

fn parts(text: &str) -> Vec<(&str, &'static str)> {
    let verdict = classify(text);
    verdict.parts.iter().map(|part| (&text[part.place.range()], part.duty_type.name())).collect()
}

/// Rows of a text and what is expected of it: `type area relation claim strength`. `*` leaves open, `a|b` gives a choice.
fn expect(rows: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, expected) in rows {
        let part = judge(text);
        let found = [
            part.duty_type.name().to_owned(),
            area(&part).to_owned(),
            part.relation.map_or("-", Relation::name).to_owned(),
            part.claim.name().to_owned(),
            part.strength.to_string(),
        ];
        let agrees = expected
            .split(' ')
            .zip(&found)
            .all(|(wanted, found)| wanted == "*" || wanted.split('|').any(|wanted| wanted == found));
        if !agrees {
            writeln!(wrong, "{text}\n  expected {expected}\n  found    {}", found.join(" ")).expect("a string");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_name_of_an_artifact_alone_is_a_duty_on_it() {
    expect(&[
        ("Customer discovery", "pm customer-discovery operate hard 3"),
        ("Problem statements", "pm customer-discovery * hard *"),
        ("Stakeholder buy-in", "pm executive-stakeholder-alignment * hard *"),
        ("Sprint planning", "po sprint-engagement operate hard 3"),
        ("Product roadmap", "pm product-roadmap * hard *"),
        // Where more is said, the name no longer stands for a duty.
        ("Knows what customer discovery is", "shared|neither|unclear * * none *"),
        // What proves little proves no more by standing alone.
        ("Executive summary", "neither|unclear|other * * * *"),
    ]);
}

#[test]
fn a_verb_alone_is_a_duty_of_anybody() {
    expect(&[
        ("Prioritise", "unclear - own none *"),
        ("Prioritise.", "unclear - own none *"),
        ("Plan and prioritise", "unclear - * none *"),
        ("Prioritise the backlog", "po backlog-prioritization own hard 5"),
        ("Plan and manage scope", "other * operate hard 3"),
    ]);
}

#[test]
fn an_imperative_says_what_its_verb_says() {
    expect(&[
        ("Own the product roadmap for the card business", "pm product-roadmap own hard 5"),
        ("Order the product backlog", "po backlog-prioritization own hard 5"),
        ("Set the launch price of every new tariff", "pm product-economics|go-to-market own|author hard *"),
        ("Reject stories that miss their acceptance criteria", "po work-acceptance own hard 5"),
    ]);
}

#[test]
fn the_third_person_says_the_same() {
    expect(&[
        ("Owns the product roadmap", "pm product-roadmap own hard 5"),
        ("The PO owns the product backlog", "po backlog-prioritization own hard 5"),
        ("The Product Manager defines the product strategy", "pm product-strategy author hard 4"),
        ("She decides which features enter the next quarter", "pm feature-prioritization own hard 5"),
        ("Grooms the backlog every Wednesday", "po backlog-refinement operate hard 3"),
    ]);
}

#[test]
fn a_gerund_says_the_same() {
    expect(&[
        ("Owning the product roadmap", "pm product-roadmap own hard 5"),
        ("Managing the product backlog", "po * operate hard 3"),
        ("Responsible for managing the product backlog", "po * operate hard 3"),
        ("Writing acceptance criteria for each story", "po acceptance-criteria author hard 4"),
        ("Interviewing patients about their week", "pm customer-discovery operate hard 3"),
    ]);
}

#[test]
fn a_noun_holds_its_verb() {
    expect(&[
        ("Ownership of the product roadmap", "pm product-roadmap own hard 5"),
        ("Prioritisation of the product backlog", "po backlog-prioritization own hard 5"),
        ("Backlog grooming", "po backlog-refinement operate hard 3"),
        ("Roadmap definition", "pm product-roadmap author|operate hard *"),
        ("Maintenance of the product roadmap", "pm product-roadmap operate hard 3"),
        ("Product ownership", "unclear|neither|shared * * none *"),
        ("Definition of the product vision", "pm product-vision author hard 4"),
        ("Acceptance of completed stories", "po work-acceptance own hard 5"),
        ("Facilitation of retrospectives", "other scrum-facilitation enable * *"),
    ]);
}

#[test]
fn responsible_for_a_thing_is_ownership() {
    expect(&[
        ("Responsible for the product roadmap", "pm product-roadmap own hard 5"),
        ("Responsible for acceptance of finished stories", "po work-acceptance own hard 5"),
        ("Responsible for pricing", "pm product-economics own hard 5"),
        ("Responsible for the sprint backlog order", "po * own hard 5"),
    ]);
}

#[test]
fn responsible_for_helping_is_help() {
    expect(&[
        ("Responsible for contributing to the product roadmap", "* product-roadmap contribute none 1"),
        ("Responsible for helping to write user stories", "* epics-and-stories contribute none 1"),
        ("Responsible for supporting the definition of the product strategy", "* product-strategy contribute none 1"),
        ("Responsible for assisting with market research", "* market-analysis contribute none 1"),
        ("Responsible for advising on the product vision", "* product-vision contribute none 1"),
    ]);
}

#[test]
fn accountable_for_is_ownership() {
    expect(&[
        ("Accountable for the conversion rate of the product", "pm * own hard 5"),
        ("Accountable for the order of the product backlog", "po backlog-prioritization own hard 5"),
        ("Accountable for retention and revenue of the subscription", "pm * own hard 5"),
    ]);
}

#[test]
fn a_passive_names_the_act() {
    expect(&[
        ("The backlog is kept up to date by the Product Owner", "po * operate hard 3"),
        ("The product roadmap is maintained and published every quarter", "pm product-roadmap operate hard 3"),
        ("User stories are written by the Product Owner", "po epics-and-stories author|operate hard *"),
        ("The market is analysed twice a year", "pm market-analysis operate hard 3"),
    ]);
}

#[test]
fn modal_verbs_change_nothing() {
    expect(&[
        ("Will define the product strategy", "pm product-strategy author hard 4"),
        ("Must order the product backlog before each sprint", "po backlog-prioritization own hard 5"),
        ("Shall write the user stories", "po epics-and-stories author hard 4"),
        ("Should prioritise features for the coming quarters", "pm feature-prioritization own hard 5"),
    ]);
}

#[test]
fn an_ability_is_no_duty() {
    expect(&[
        ("Able to define a product roadmap", "neither * * none *"),
        ("Has experience defining product roadmaps", "neither * * none *"),
        ("Can demonstrate experience of writing user stories", "neither * * none *"),
        ("Ability to prioritise under pressure", "neither * * none *"),
        ("Proven experience in managing product backlogs", "neither * * none *"),
    ]);
}

#[test]
fn metaphors_are_acts_without_a_decision() {
    expect(&[
        ("Shepherd the product roadmap through the year", "pm product-roadmap operate hard 3"),
        ("Quarterback the product roadmap", "pm product-roadmap operate hard 3"),
        ("Drive the product strategy", "pm product-strategy operate hard 3"),
        ("Steer the product roadmap through budget season", "pm product-roadmap operate hard 3"),
    ]);
}

#[test]
fn light_verbs_take_the_meaning_of_their_noun() {
    expect(&[
        ("Take ownership of the product roadmap", "pm product-roadmap own hard 5"),
        ("Have responsibility for the product backlog", "po backlog-prioritization own hard 5"),
        ("Play a part in the product roadmap", "* product-roadmap contribute none 1"),
        ("Provide leadership on product strategy", "pm product-strategy operate hard 3"),
        ("Hold responsibility for acceptance criteria", "po acceptance-criteria own hard 5"),
        ("Give input on the product vision", "* product-vision contribute none 1"),
    ]);
}

#[test]
fn ensuring_is_a_soft_claim() {
    expect(&[
        ("Ensure that the team understands the product goal", "po * assure soft 3"),
        ("Make sure that backlog items are ready for the sprint", "po * assure soft 3"),
        ("Make certain that developers understand each story", "po * assure soft 3"),
    ]);
}

#[test]
fn verbs_of_one_object_are_one_duty() {
    expect(&[
        ("Define, prioritise and communicate the product roadmap", "pm product-roadmap own|author hard *"),
        ("Write, refine and order user stories", "po * author|own|operate hard *"),
        ("Write, split and refine user stories", "po * * hard *"),
    ]);
}

#[test]
fn a_purpose_does_not_decide() {
    expect(&[
        ("Run customer interviews to shape the roadmap", "pm customer-discovery operate hard 3"),
        ("Order the backlog so that the product strategy becomes real", "po backlog-prioritization own hard 5"),
        ("Analyse competitors to sharpen our positioning", "pm market-analysis operate hard 3"),
        ("Refine the backlog in order to prepare the sprint", "po backlog-refinement operate hard 3"),
    ]);
}

#[test]
fn means_do_not_decide() {
    expect(&[
        ("Set the product strategy by listening to the market", "pm product-strategy own|author hard *"),
        ("Own the product backlog by working with the Product Manager", "po backlog-prioritization own hard 5"),
    ]);
}

#[test]
fn company_changes_no_claim_but_sharing_does() {
    expect(&[
        ("Own the product vision together with the Product Owner", "pm product-vision own hard 5"),
        ("Define the roadmap alongside the Product Owner", "pm product-roadmap author hard 4"),
        ("Own the product vision in partnership with the Product Owner", "pm product-vision own hard 5"),
        ("Jointly own the product vision with the Product Owner", "shared product-vision own hard 5"),
        ("Co-own the product roadmap with the Product Owner", "shared product-roadmap own hard 5"),
        ("Share responsibility for the backlog with the Product Manager", "shared backlog-prioritization * * *"),
        ("Order the backlog alongside the developers", "po backlog-prioritization own hard 5"),
        ("Jointly define the product roadmap with engineering", "shared product-roadmap author hard 4"),
    ]);
}

#[test]
fn on_behalf_of_another_leaves_the_owner() {
    expect(&[
        ("Maintain the product roadmap on behalf of the Product Manager", "pm product-roadmap operate hard 3"),
        ("Order the backlog on behalf of the Product Owner", "po backlog-prioritization own|operate hard *"),
        ("Keep the backlog up to date on behalf of the Product Owner", "po * operate hard 3"),
    ]);
}

#[test]
fn under_guidance_is_contribution() {
    expect(&[
        ("Draft the product strategy under the guidance of the Head of Product", "* product-strategy contribute none 1"),
        ("Write user stories under the supervision of a Product Owner", "* epics-and-stories contribute none 1"),
        ("Prepare the roadmap under the direction of the Chief Product Officer", "* product-roadmap contribute none 1"),
    ]);
}

#[test]
fn delegation_names_the_other_role() {
    expect(&[
        ("Delegate story writing to the Product Owner", "po epics-and-stories * * *"),
        ("Hands the ordering of the backlog over to the Product Owner", "po * * * *"),
        ("The Scrum Master facilitates the retrospectives", "other scrum-facilitation * * *"),
        ("Leave the acceptance of stories to the Product Owner", "po work-acceptance * * *"),
    ]);
}

#[test]
fn what_is_disclaimed_is_excluded() {
    expect(&[
        ("Does not own the product backlog", "po backlog-prioritization own excluded -1"),
        ("Is not responsible for the product roadmap", "pm product-roadmap own excluded -1"),
        ("Attends pricing reviews without owning the pricing", "* * * excluded -1"),
        ("No longer writes user stories", "po epics-and-stories author excluded -1"),
        ("Not only maintains but owns the product roadmap", "pm product-roadmap * hard *"),
        ("Not just a scribe: orders the product backlog", "po backlog-prioritization own hard 5"),
        ("Order the backlog for no fewer than three teams", "po backlog-prioritization own hard 5"),
        ("Does not decide on the product strategy", "pm product-strategy * excluded -1"),
        ("Not accountable for the order of the backlog", "po backlog-prioritization * excluded -1"),
        ("Not just writes but orders the backlog", "po backlog-prioritization own hard 5"),
    ]);
}

#[test]
fn conditions_make_a_claim_conditional() {
    expect(&[
        ("If no Product Manager is in place, define the product roadmap", "pm product-roadmap author conditional 4"),
        ("In the absence of a Product Owner, order the product backlog", "po backlog-prioritization own conditional 5"),
        ("Unless a Product Owner is appointed, write the user stories", "po epics-and-stories author conditional 4"),
        ("Until a Product Manager is hired, own the product strategy", "pm product-strategy own conditional 5"),
        ("Consult developers when prioritising the product backlog", "po * * none|hard|soft *"),
        ("Order the backlog during sprint planning", "po backlog-prioritization own hard 5"),
        ("If there is no Product Owner, write the user stories", "po epics-and-stories author conditional 4"),
        ("Define the roadmap until a Product Manager is appointed", "pm product-roadmap author conditional 4"),
    ]);
}

#[test]
fn hedges_weaken() {
    expect(&[
        ("May define the product strategy", "pm product-strategy author hard 2"),
        ("Might occasionally write user stories", "po epics-and-stories author hard 2"),
        ("Accept finished stories as needed", "po work-acceptance own hard 3"),
        ("Try to order the backlog before planning", "po backlog-prioritization own hard 3"),
        ("Order the backlog where possible", "po backlog-prioritization own hard 3"),
        ("Help to define the product strategy", "* product-strategy contribute none 1"),
        ("Help customers succeed with the product", "* * * * *"),
        ("Occasionally write user stories", "po epics-and-stories author hard 2"),
        ("Where appropriate, accept finished stories", "po work-acceptance own hard 3"),
    ]);
}

#[test]
fn the_scope_does_not_change_the_claim() {
    expect(&[
        ("Own the product backlog for two teams", "po backlog-prioritization own hard 5"),
        ("Own the product roadmap for the payments area", "pm product-roadmap own hard 5"),
        ("Accept finished stories for the mobile squad", "po work-acceptance own hard 5"),
    ]);
}

#[test]
fn slashes_change_nothing() {
    expect(&[
        ("Owns and/or prioritises the product backlog", "po backlog-prioritization own hard 5"),
        ("The PM/PO decides and/or prioritises which features are built", "pm feature-prioritization own hard 5"),
    ]);
}

#[test]
fn acronyms_are_roles_and_artifacts() {
    expect(&[
        ("The PO orders the product backlog", "po backlog-prioritization own hard 5"),
        ("The PM owns the product roadmap", "pm product-roadmap own hard 5"),
        ("The SM facilitates the daily scrum", "other scrum-facilitation * * *"),
        ("Write the AC for each user story", "po acceptance-criteria author hard 4"),
        ("The BA models the claims process", "other * * * *"),
    ]);
}

#[test]
fn what_is_aligned_is_the_object() {
    expect(&[
        ("Align the team's stories with the product vision", "po delivery-alignment assure|operate * *"),
        ("Align the squad's sprint work to the roadmap", "po delivery-alignment * * *"),
        ("Align backlog items with the quarterly objectives", "po delivery-alignment * * *"),
    ]);
}

#[test]
fn work_in_line_with_a_direction_is_delivery_alignment() {
    expect(&[
        ("Ensure the backlog stays in line with the product strategy", "po delivery-alignment assure soft 3"),
        ("Ensure what is developed stays in line with the roadmap", "po delivery-alignment assure soft 3"),
        ("Check that the sprint's stories serve the product vision", "po delivery-alignment * * *"),
    ]);
}

#[test]
fn people_are_aligned_by_whom_they_are() {
    expect(&[
        ("Align executives around the product vision", "pm executive-stakeholder-alignment * * *"),
        (
            "Align marketing, sales and support around the launch of the product",
            "pm cross-functional-alignment|go-to-market * * *",
        ),
        ("Align the team around the product roadmap", "pm product-roadmap|cross-functional-alignment * * *"),
        (
            "Bring sponsors together behind the product strategy",
            "pm executive-stakeholder-alignment|product-strategy * * *",
        ),
    ]);
}

#[test]
fn bare_alignment_means_the_teams_work() {
    expect(&[
        ("Maintain consistency with the roadmap", "po delivery-alignment assure soft 3"),
        ("Ensure alignment with the product strategy", "po delivery-alignment assure soft 3"),
    ]);
}

#[test]
fn what_something_is_turned_into_is_the_object() {
    expect(&[
        ("Turn the product roadmap into backlog items", "po vision-to-backlog transform hard 3"),
        ("Break features down into user stories", "po epics-and-stories|vision-to-backlog transform hard 3"),
        ("Turn the product strategy into a roadmap", "pm product-roadmap transform hard 3"),
        ("Translate acceptance criteria into automated tests", "other quality-assurance * * *"),
        ("Convert the vision into a backlog the squad can work on", "po vision-to-backlog transform hard 3"),
        ("Distil market insights into a product strategy", "pm product-strategy transform hard 3"),
    ]);
}

#[test]
fn what_is_derived_is_the_object() {
    expect(&[
        ("Derive the roadmap from the product strategy", "pm product-roadmap * hard *"),
        ("Derive user stories from the product roadmap", "po epics-and-stories|vision-to-backlog * hard *"),
        ("Define a roadmap based on customer feedback", "pm product-roadmap author hard 4"),
        ("Write user stories based on the product strategy", "po epics-and-stories author hard 4"),
        ("Write acceptance criteria based on the user journey", "po acceptance-criteria author hard 4"),
    ]);
}

#[test]
fn what_is_done_with_a_means_is_the_object() {
    expect(&[
        ("Use customer feedback to order the backlog", "po backlog-prioritization * hard *"),
        ("Use market data to define the product strategy", "pm product-strategy * hard *"),
        ("Apply usage figures to prioritise the backlog", "po backlog-prioritization own hard 5"),
    ]);
}

#[test]
fn balancing_is_choosing() {
    expect(&[
        ("Balance new features against technical debt in the backlog", "po backlog-prioritization * hard *"),
        ("Balance customer value and business goals when choosing features", "pm feature-prioritization * hard *"),
        ("Trade off bugs against enhancements each sprint", "po backlog-prioritization * * *"),
    ]);
}

#[test]
fn the_audience_decides_whose_voice_it_is() {
    expect(&[
        ("Represent the customer to the development team", "po customer-voice-to-team advocate soft 2"),
        ("Represent the customer in the boardroom", "pm customer-discovery advocate soft 2"),
        ("Speak for users in refinement sessions with developers", "po customer-voice-to-team advocate soft 2"),
        ("Be the voice of the customer for the engineers", "po customer-voice-to-team advocate soft 2"),
        ("Champion users in front of the executive board", "pm customer-discovery advocate soft 2"),
    ]);
}

#[test]
fn a_bridge_without_an_artifact_is_unclear() {
    expect(&[
        ("Bridge the business and the technology department", "unclear * * * *"),
        ("Act as the liaison between departments", "unclear * * * *"),
        ("Interface between product and operations", "unclear * * * *"),
    ]);
}

#[test]
fn support_in_doing_is_contribution() {
    expect(&[
        ("Support the Product Manager in defining the product strategy", "* product-strategy contribute none 1"),
        ("Support the Product Owner in refining the backlog", "* backlog-refinement contribute none 1"),
        ("Assist the Product Owner with writing user stories", "* epics-and-stories contribute none 1"),
        ("Help the Product Manager to define success metrics", "* product-success-metrics contribute none 1"),
    ]);
}

#[test]
fn the_text_can_name_who_holds_the_duty() {
    for (text, kind) in [
        ("The PO owns the product backlog", "po"),
        ("The Product Manager defines the product strategy", "pm"),
        ("The backlog is kept up to date by the Product Owner", "po"),
        ("Delegate story writing to the Product Owner", "po"),
        ("Hands the ordering of the backlog over to the Product Owner", "po"),
        ("The Scrum Master facilitates the retrospectives", "scrum-master"),
        ("The PO orders the product backlog", "po"),
        ("The SM facilitates the daily scrum", "scrum-master"),
    ] {
        assert_eq!(subject(text), Some(kind), "{text}");
    }
    // PM may be a Product, Project or Program Manager; it is not guessed.
    for text in [
        "Keep the backlog up to date",
        "The PM owns the product roadmap",
        "The PM/PO orders the backlog",
        "Work with the Product Owner on the roadmap",
    ] {
        assert_eq!(subject(text), None, "{text}");
    }
}

#[test]
fn sharing_and_delegation_are_told() {
    for text in [
        "Jointly own the product vision with the Product Owner",
        "Co-own the product roadmap with the Product Owner",
        "Share responsibility for the backlog with the Product Manager",
    ] {
        assert!(judge(text).modifiers.joint, "{text}");
    }
    for text in [
        "Maintain the product roadmap on behalf of the Product Manager",
        "Order the backlog on behalf of the Product Owner",
    ] {
        assert!(judge(text).modifiers.delegated, "{text}");
    }
    assert!(!judge("Own the product vision in partnership with the Product Owner").modifiers.joint);
}

#[test]
fn two_acts_and_two_objects_are_two_parts() {
    assert_eq!(
        parts("Define the product roadmap and groom the backlog"),
        [("Define the product roadmap", "pm"), ("groom the backlog", "po")]
    );
    assert_eq!(parts("Write user stories; decide on pricing"), [("Write user stories", "po"), ("decide on pricing", "pm")]);
    assert_eq!(
        parts("Own the product vision, while refining the backlog with the team"),
        [("Own the product vision", "pm"), ("refining the backlog with the team", "po")]
    );
    assert_eq!(
        parts("Own the product roadmap and the product backlog"),
        [("Own the product roadmap", "pm"), ("the product backlog", "po")]
    );
    assert_eq!(
        parts("Manage the product vision and the sprint backlog items"),
        [("Manage the product vision", "pm"), ("the sprint backlog items", "po")]
    );
    for text in [
        "Define, order and publish the product roadmap",
        "Order the product backlog for the team; and,",
        "Run customer interviews to shape the roadmap and order the backlog",
        "If no Product Manager is hired, define the roadmap",
    ] {
        assert_eq!(parts(text), [], "{text}");
    }
}

#[test]
fn the_full_stop_of_an_abbreviation_ends_no_part() {
    for text in [
        "Prioritise features vs. bugs in the product backlog",
        "Use tools (e.g. Kanban boards) to keep the product backlog in order",
        "Order the product backlog together with the Sr. Product Manager",
        "Write user stories for web, mobile, etc. with the team",
    ] {
        assert_eq!(parts(text), [], "{text}");
    }
    assert_eq!(
        parts("Order the product backlog of your team(s). Define the product roadmap"),
        [("Order the product backlog of your team(s)", "po"), ("Define the product roadmap", "pm")]
    );
    assert_eq!(
        parts("Order the product backlog for phase 2. You define the product roadmap"),
        [("Order the product backlog for phase 2", "po"), ("You define the product roadmap", "pm")]
    );
    assert_eq!(
        parts("Write user stories for web, mobile, etc. Define the product roadmap"),
        [("Write user stories for web, mobile, etc", "po"), ("Define the product roadmap", "pm")]
    );
}

#[test]
fn the_second_object_is_claimed_as_the_first_is() {
    let verdict = classify("Own the product roadmap and the product backlog");
    let claims: Vec<_> = verdict.parts.iter().map(|part| (area(part), part.relation, part.claim)).collect();
    let owned = (Some(Relation::Own), Claim::Hard);
    assert_eq!(claims, [("product-roadmap", owned.0, owned.1), ("backlog-prioritization", owned.0, owned.1)]);
    let disclaimed = classify("Does not own the product roadmap and the product backlog");
    assert!(disclaimed.parts.iter().all(|part| part.claim == Claim::Excluded), "{disclaimed:?}");
    let conditional = classify("In the absence of a colleague, own the product roadmap and the product backlog");
    assert!(conditional.parts.iter().all(|part| part.claim == Claim::Conditional), "{conditional:?}");
}

#[test]
fn the_verb_decides_not_the_noun() {
    assert_eq!(judge("Define the product roadmap").duty_type, DutyType::Pm);
    assert_eq!(judge("Give input to the product roadmap").duty_type, DutyType::Po);
}

#[test]
fn the_modifier_is_part_of_the_artifact() {
    expect(&[("Own the technology roadmap for our core services", "other engineering-and-architecture * * *")]);
}

#[test]
fn a_hedge_weakens_by_two() {
    for (hedged, plain) in [
        ("May define the product strategy", "Define the product strategy"),
        ("Accept stories as needed", "Accept stories"),
    ] {
        assert_eq!(judge(hedged).strength, judge(plain).strength - 2, "{hedged}");
    }
}
