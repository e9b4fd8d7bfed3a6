//! The shapes documents of the corpus come in.

use super::{Dice, Profile, Sentences};
use std::fmt::Write as _;

/// Whom a duty is for.
pub const AUDIENCES: [&str; 8] = [
    "all markets in northern Europe",
    "the mobile and web apps",
    "business customers",
    "partners and resellers",
    "the self-service portal",
    "new and returning users",
    "the whole value stream",
    "our branches and call centres",
];

/// When a duty is done.
pub const WHEN: [&str; 6] = [
    "every two weeks",
    "once a quarter",
    "before each planning event",
    "from the first idea to the end of life",
    "whenever priorities change",
    "throughout the year",
];

const FIELDS: [&str; 24] = [
    "Checkout",
    "Search",
    "Onboarding",
    "Invoicing",
    "Returns",
    "Loyalty",
    "Claims",
    "Tracking",
    "Pricing",
    "Messaging",
    "Identity",
    "Catalogue",
    "Booking",
    "Dispatch",
    "Payroll",
    "Lending",
    "Insights",
    "Support",
    "Content",
    "Fraud",
    "Metering",
    "Ticketing",
    "Archive",
    "Delivery",
];

const SURROUNDINGS: [&str; 12] = [
    "Retail",
    "Travel",
    "Energy",
    "Health",
    "Logistics",
    "Banking",
    "Insurance",
    "Media",
    "Public Services",
    "Education",
    "Mobility",
    "Housing",
];

const MANAGERS: [&str; 6] = [
    "Product Manager",
    "Senior Product Manager",
    "Product Lead",
    "Technical Product Manager",
    "Group Product Manager",
    "Head of Product",
];

const OWNERS: [&str; 6] = [
    "Product Owner",
    "Senior Product Owner",
    "Technical Product Owner",
    "Product Owner (m/f/d)",
    "Junior Product Owner",
    "Agile Product Owner",
];

const SKILLS: [&str; 10] = [
    "Clear spoken and written English; another European language is a plus",
    "Structured way of working, also under pressure",
    "Experience with agile methods, at best in several teams",
    "Confident with numbers, dashboards and simple queries",
    "Facilitation of workshops with ten or more people",
    "Three or more years in a similar position",
    "Knowledge of accessibility guidelines",
    "Familiar with cloud software and how it is run",
    "A degree in business, design or engineering, or comparable experience",
    "Curiosity about the people who use what we build",
];

const METRICS: [&str; 8] = [
    "Share of visitors who finish what they came for",
    "Sprint goals met over the last six sprints",
    "Revenue from products younger than two years",
    "Time from idea to first release",
    "Stories accepted without rework",
    "Customer retention after twelve months",
    "Support contacts per thousand orders",
    "Satisfaction of stakeholders, asked twice a year",
];

/// A role of the organisation: the `index`th document of `count`. Four documents share a team, forty a product.
#[derive(Clone, Debug)]
pub struct Person {
    profile: Profile,
    title: String,
    team: String,
    product: String,
}

impl Person {
    /// The person the `index`th document is about.
    pub fn new(index: usize, dice: &mut Dice) -> Self {
        let profile = if dice.percent(50) { Profile::Manager } else { Profile::Owner };
        Self { profile, title: title(profile, dice), team: team(index / 4), product: product(index / 40) }
    }
}

fn title(profile: Profile, dice: &mut Dice) -> String {
    let title = dice.pick(if profile == Profile::Manager { &MANAGERS } else { &OWNERS });
    if dice.percent(30) { format!("{title} - {}", dice.pick(&FIELDS)) } else { title.to_owned() }
}

fn team(number: usize) -> String {
    format!("{} {}", FIELDS[number % FIELDS.len()], number / FIELDS.len() + 1)
}

fn product(number: usize) -> String {
    format!("{} {}", SURROUNDINGS[number % SURROUNDINGS.len()], number / SURROUNDINGS.len() + 1)
}

/// Writes a list of duties until about `bytes` are full, in one of the ways people write YAML.
fn yaml_duties(out: &mut String, indent: &str, profile: Profile, bytes: usize, sentences: &Sentences, dice: &mut Dice) {
    let from = out.len();
    while out.len() - from < bytes {
        let duty = sentences.duty(profile, dice);
        match dice.below(20) {
            0 => _ = writeln!(out, "{indent}- text: {}", quoted(&duty)),
            1 => _ = writeln!(out, "{indent}- >-\n{indent}  {duty}"),
            2 => _ = writeln!(out, "{indent}- \"{duty}\""),
            3 if !duty.contains('\'') => _ = writeln!(out, "{indent}- '{duty}'"),
            4 => {
                let (first, second) = halves(&duty);
                _ = writeln!(
                    out,
                    "{indent}- {}\n{indent}  {second}",
                    if needs_quotes(&duty) { "|-\n".to_owned() + indent + "  " + first } else { first.to_owned() }
                );
            }
            _ => _ = writeln!(out, "{indent}- {}", quoted(&duty)),
        }
    }
}

/// A text in two halves, parted at a space.
fn halves(text: &str) -> (&str, &str) {
    let middle = text.floor_char_boundary(text.len() / 2);
    let at = text[middle..].find(' ').map_or(text.len(), |at| middle + at);
    if at == text.len() {
        (text, "now")
    } else {
        (&text[..at], text[at + 1..].trim_start_matches(['-', '#']))
    }
}

fn needs_quotes(text: &str) -> bool {
    text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.starts_with(|c: char| !c.is_alphanumeric())
}

fn quoted(text: &str) -> String {
    if needs_quotes(text) { format!("\"{text}\"") } else { text.to_owned() }
}

fn yaml_list(out: &mut String, key: &str, of: &[&str], count: usize, dice: &mut Dice) {
    _ = writeln!(out, "{key}:");
    for _ in 0..count {
        _ = writeln!(out, "  - {}", quoted(dice.pick(of)));
    }
}

/// A role document of about `bytes` bytes, in YAML.
pub fn yaml(person: &Person, bytes: usize, sentences: &Sentences, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(bytes + 512);
    _ = writeln!(out, "# {} in team {}", person.title, person.team);
    _ = writeln!(out, "title: {}\nteam: {}\nproduct: {}", person.title, person.team, person.product);
    if dice.percent(25) {
        _ = writeln!(out, "model: split");
    }
    _ = writeln!(
        out,
        "about: >\n  {} is one of several teams of {}.\n  We work in small steps and look after what we build.",
        person.team, person.product
    );
    let key = dice.pick(&["duties", "responsibilities", "Responsibilities", "key_responsibilities", "what you will do"]);
    _ = writeln!(out, "{key}:");
    yaml_duties(&mut out, "  ", person.profile, bytes.saturating_sub(800), sentences, dice);
    yaml_list(&mut out, "skills", &SKILLS, 4, dice);
    yaml_list(&mut out, "requirements", &SKILLS, 3, dice);
    yaml_list(&mut out, "metrics", &METRICS, 3, dice);
    out
}

/// The same in Markdown.
pub fn markdown(person: &Person, bytes: usize, sentences: &Sentences, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(bytes + 512);
    _ = writeln!(out, "---\nteam: {}\nproduct: {}\n---\n\n# {}\n", person.team, person.product, person.title);
    _ = writeln!(
        out,
        "**{}** is one of several teams of *{}*.\nWe work in small steps and look after what we build.\n",
        person.team, person.product
    );
    _ = writeln!(out, "## {}\n", dice.pick(&["Responsibilities", "Your tasks", "What you will do", "Duties"]));
    let from = out.len();
    while out.len() - from < bytes.saturating_sub(800) {
        let duty = sentences.duty(person.profile, dice);
        match dice.below(10) {
            0 => _ = writeln!(out, "- **{}** {}", halves(&duty).0, halves(&duty).1),
            1 => _ = writeln!(out, "- {}\n  {}", halves(&duty).0, halves(&duty).1),
            _ => _ = writeln!(out, "- {duty}"),
        }
    }
    for (heading, of, count) in [("Skills", &SKILLS[..], 4), ("Requirements", &SKILLS, 3), ("How we measure success", &METRICS, 3)] {
        _ = writeln!(out, "\n## {heading}\n");
        for _ in 0..count {
            _ = writeln!(out, "- {}", dice.pick(of));
        }
    }
    out
}

/// A charter of one team with `roles` roles of `duties` bytes of duties each.
pub fn charter(roles: usize, duties: usize, sentences: &Sentences, dice: &mut Dice) -> String {
    let mut out = format!("team: {}\nproduct: {}\nroles:\n", FIELDS[0], SURROUNDINGS[0]);
    for at in 0..roles {
        let profile = if at % 2 == 0 { Profile::Manager } else { Profile::Owner };
        _ = writeln!(out, "  - title: {}\n    duties:", title(profile, dice));
        yaml_duties(&mut out, "      ", profile, duties, sentences, dice);
    }
    out
}

/// A file with many findings: postings of Product Managers and Product Owners who each hold the other's duties.
pub fn mixed_up(postings: usize, bytes: usize, sentences: &Sentences, dice: &mut Dice) -> String {
    let mut out = String::new();
    for at in 0..postings {
        let (title, held) = if at % 2 == 0 { ("Product Manager", Profile::Owner) } else { ("Product Owner", Profile::Manager) };
        _ = writeln!(out, "---\ntitle: {title}\nteam: {}\nproduct: {}\nduties:", team(at), product(at / 10));
        yaml_duties(&mut out, "  ", held, bytes, sentences, dice);
    }
    out
}
