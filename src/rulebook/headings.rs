//! What the headings of documents mean (`rules/headings.yaml`).

use super::source::HeadingsFile;
use super::title_words::contains;
use super::words::{Word, words};
use crate::order;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a heading says about the text below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// What the role does.
    Duties,
    /// What the role does, where the document names a role; elsewhere nothing.
    DutiesOfRole,
    /// Roles follow; without them, what the role does.
    Roles,
    /// Duties, benefits or company text: the wording decides.
    Mixed,
    /// What the role does not do.
    Disclaimed,
    /// Abilities asked for.
    Skills,
    /// Qualifications asked for.
    Requirements,
    /// How success is measured.
    Metrics,
    /// Tools used.
    Tools,
    /// Whom the role works with.
    WorksWith,
    /// How far ahead the role looks.
    Horizon,
    /// What the employer offers.
    Benefits,
    /// Text about the company, the team or the posting itself.
    About,
    /// Of no concern.
    Ignored,
}

/// What a heading names when it names a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeKind {
    /// A team.
    Team,
    /// A group of teams.
    Train,
}

/// The compiled table of headings. Phrases are normalised and sorted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Headings {
    spellings: Vec<(String, String)>,
    dropped: Vec<String>,
    exact: Phrases,
    starts: Phrases,
    ends: Phrases,
    contains: Phrases,
    leads: Phrases,
    role_duties: Vec<String>,
    scopes: Vec<ScopePhrases>,
    nameless: Vec<String>,
}

type Phrases = Vec<(String, Meaning)>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ScopePhrases {
    kind: ScopeKind,
    before: Vec<String>,
    after: Vec<String>,
}

/// The placeholder for a role title in phrases.
pub const ROLE: &str = "@role";
/// Words of the longest name of a scope.
const NAME_WORDS: usize = 4;
/// Words up to which a text is a heading rather than a sentence; in a sentence a phrase in the middle says little.
const HEADING_WORDS: usize = 14;

impl Headings {
    /// Compiles `headings.yaml`.
    pub fn new(file: &HeadingsFile) -> Self {
        let mut headings = Self {
            spellings: file.spellings.iter().map(|(from, to)| (from.clone(), to.clone())).collect(),
            dropped: sorted(file.dropped.clone()),
            nameless: sorted(file.nameless.clone()),
            ..Self::default()
        };
        for (&meaning, phrases) in &file.meanings {
            let normal = |list: &[String]| -> Phrases { list.iter().map(|phrase| (headings.normalise(phrase, None), meaning)).collect() };
            let lists = [&phrases.exact, &phrases.starts, &phrases.ends, &phrases.contains, &phrases.leads].map(|list| normal(list));
            let [exact, starts, ends, contains, leads] = lists;
            headings.exact.extend(exact);
            headings.starts.extend(starts);
            headings.ends.extend(ends);
            headings.contains.extend(contains);
            headings.leads.extend(leads);
        }
        for list in [&mut headings.exact, &mut headings.starts, &mut headings.ends, &mut headings.contains, &mut headings.leads] {
            order::by(list, Ord::cmp);
            list.dedup_by(|a, b| a.0 == b.0);
        }
        headings.role_duties = sorted(file.role_duties.iter().map(|phrase| headings.normalise(phrase, None)).collect());
        headings.scopes = file
            .scopes
            .iter()
            .map(|(&kind, phrases)| ScopePhrases { kind, before: phrases.before.clone(), after: phrases.after.clone() })
            .collect();
        headings
    }

    /// A heading as phrases are compared with it: lower case, one spelling, no articles, no numbering. The bytes of `role`, if given,
    /// become [`ROLE`].
    pub fn normalise(&self, heading: &str, role: Option<&Range<usize>>) -> String {
        let mut normal = String::with_capacity(heading.len());
        let mut push = |word: &str| {
            if !normal.is_empty() {
                normal.push(' ');
            }
            normal.push_str(word);
        };
        let mut numbering = true;
        let mut role_done = false;
        for Word { text, range } in words(heading) {
            numbering &= text.chars().all(char::is_numeric);
            if role.is_some_and(|role| range.start < role.end && role.start < range.end) {
                if !role_done {
                    push(ROLE);
                }
                role_done = true;
            } else if !numbering && !contains(&self.dropped, &text) {
                let spelling = self.spellings.binary_search_by(|(from, _)| from.as_str().cmp(&text));
                push(spelling.map_or(&text, |at| &self.spellings[at].1));
            }
        }
        normal
    }

    /// A text in lower case and one spelling, with its articles.
    pub fn normalise_spelling(&self, text: &str) -> String {
        let words = words(text)
            .into_iter()
            .map(|word| match self.spellings.binary_search_by(|(from, _)| from.as_str().cmp(&word.text)) {
                Ok(at) => self.spellings[at].1.clone(),
                Err(_) => word.text.into_owned(),
            });
        words.collect::<Vec<_>>().join(" ")
    }

    /// How else a word is written, in lower case: the spellings for which it stands, alone or with others.
    pub fn spellings_of(&self, word: &str) -> impl Iterator<Item = &str> {
        let stands = move |to: &str| to.split(' ').any(|part| part == word);
        self.spellings.iter().filter(move |(_, to)| stands(to)).map(|(from, _)| from.as_str())
    }

    /// What exactly this heading means. `normal` comes from [`Self::normalise`], here and below.
    pub fn exactly(&self, normal: &str) -> Option<Meaning> {
        lookup(&self.exact, normal)
    }

    /// What a heading means: exactly, else by the longest phrase that begins or ends it or stands in it.
    pub fn meaning(&self, normal: &str) -> Option<Meaning> {
        if let Some(meaning) = self.exactly(normal) {
            return Some(meaning);
        }
        let starts = prefixes(normal).find_map(|prefix| Some((prefix.len(), lookup(&self.starts, prefix)?)));
        let ends = suffixes(normal).find_map(|suffix| Some((suffix.len(), lookup(&self.ends, suffix)?)));
        let short = normal.split(' ').count() <= HEADING_WORDS;
        let contained = self.contains.iter().filter(|(phrase, _)| short && holds(normal, phrase));
        let contained = contained.map(|(phrase, meaning)| (phrase.len(), *meaning)).max_by_key(|&(length, _)| length);
        // The last of equals wins here, and a beginning says more than an end.
        [contained, ends, starts].into_iter().flatten().max_by_key(|&(length, _)| length).map(|(_, meaning)| meaning)
    }

    /// What a paragraph that ends so and stands before a list announces, where no heading says otherwise.
    pub fn announced(&self, normal: &str) -> Option<Meaning> {
        suffixes(normal).find_map(|suffix| lookup(&self.leads, suffix))
    }

    /// Whether a heading or lead-in with a role title in it introduces that role's duties ("Responsibilities of the @role").
    pub fn introduces_role(&self, normal: &str) -> bool {
        normal.contains(ROLE)
            && prefixes(normal).any(|prefix| self.role_duties.binary_search_by(|known| known.as_str().cmp(prefix)).is_ok())
    }

    /// The scope a heading names, and the bytes of its name: `Team Checkout`, `Squad: Wallet`, `Checkout team`.
    pub fn scope(&self, heading: &str) -> Option<(ScopeKind, Range<usize>)> {
        let words = words(heading);
        self.scopes.iter().find_map(|scope| {
            let is_name = |word: &Word<'_>| {
                !contains(&self.nameless, &word.text) && heading[word.range.clone()].starts_with(|c: char| !c.is_lowercase())
            };
            let before = scope.before.iter().filter_map(|phrase| {
                // "Team Checkout - Charter": what follows the name is no part of it.
                let mut end = words.len();
                let start = strip(&words, phrase, false)?;
                while end > start && !is_name(&words[end - 1]) {
                    end -= 1;
                }
                Some(start..end)
            });
            let after = scope.after.iter().filter_map(|phrase| Some(0..strip(&words, phrase, true)?));
            let name = before.chain(after).min_by_key(Range::len)?;
            let name = &words[name];
            let named = !name.is_empty() && name.len() <= NAME_WORDS && name.iter().all(is_name);
            named.then(|| (scope.kind, name[0].range.start..name[name.len() - 1].range.end))
        })
    }
}

/// Where the rest of the words begins (or ends, `at_end`) when a phrase is taken off.
fn strip(words: &[Word<'_>], phrase: &str, at_end: bool) -> Option<usize> {
    let mut rest = words;
    if at_end {
        for wanted in phrase.rsplit(' ') {
            rest = rest.split_last().filter(|(word, _)| word.text == wanted)?.1;
        }
        Some(rest.len())
    } else {
        for wanted in phrase.split(' ') {
            rest = rest.split_first().filter(|(word, _)| word.text == wanted)?.1;
        }
        Some(words.len() - rest.len())
    }
}

/// All beginnings of a text that end with a word, longest first.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    std::iter::once(text).chain(text.rmatch_indices(' ').map(|(at, _)| &text[..at]))
}

/// All ends of a text that begin with a word, longest first.
fn suffixes(text: &str) -> impl Iterator<Item = &str> {
    std::iter::once(text).chain(text.match_indices(' ').map(|(at, _)| &text[at + 1..]))
}

/// Whether a text holds a phrase as whole words.
pub(super) fn holds(text: &str, phrase: &str) -> bool {
    suffixes(text).filter_map(|end| end.strip_prefix(phrase)).any(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn lookup(phrases: &Phrases, text: &str) -> Option<Meaning> {
    phrases.binary_search_by(|(phrase, _)| phrase.as_str().cmp(text)).ok().map(|at| phrases[at].1)
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    order::by(&mut list, Ord::cmp);
    list.dedup();
    list
}

#[cfg(test)]
mod tests {
    use super::{Meaning, ScopeKind};
    use crate::rulebook::Rulebook;

    fn meaning(heading: &str) -> Option<Meaning> {
        let headings = Rulebook::builtin().headings();
        headings.meaning(&headings.normalise(heading, None))
    }

    #[test]
    fn headings_of_postings_are_told_apart() {
        let cases = [
            (
                Meaning::Duties,
                &[
                    "Responsibilities:",
                    "🚀 What you’ll do",
                    "WHAT YOU WILL BE DOING",
                    "1. Key Responsibilities",
                    "Duties & Responsibilities",
                    "Typical duties",
                    "You'll need to accomplish the following things:",
                    "What you'll get to do",
                    "What will I be delivering?",
                    "In this role, you will:",
                    "As part of the role you will:",
                    "Your mission",
                    "Your tasks",
                    "Accountabilities",
                    "Deine Aufgaben:",
                    "Ihre Aufgaben",
                    "Das machst du bei uns",
                    "Vos missions",
                    "Le poste et ses missions",
                    "Activités principales",
                    "Vous serez appelé à réaliser les tâches suivantes :",
                ][..],
            ),
            (
                Meaning::Mixed,
                &[
                    "About the role",
                    "What you can expect from us:",
                    "What else can you expect from us?",
                    "The Role",
                    "Job description",
                    "Was dich bei uns erwartet:",
                    "Das erwartet dich",
                    "Le poste",
                    "Votre rôle",
                ],
            ),
            (
                Meaning::Requirements,
                &[
                    "About you",
                    "You'll need to",
                    "You’ll need:",
                    "Who you are",
                    "What you'll bring",
                    "Key Qualifications:",
                    "Skills & Qualifications",
                    "Nice-to-haves",
                    "The skills, attributes and experience you must have:",
                    "This position require:",
                    "We’ll evaluate you based on your:",
                    "Dein Profil",
                    "Das bringst du mit",
                    "Profil attendu",
                    "Votre candidature sera évaluée en fonction de votre :",
                ],
            ),
            (
                Meaning::Benefits,
                &[
                    "What we offer",
                    "What's in it for you?",
                    "What do you get (remuneration & benefits)?",
                    "Das bieten wir:",
                    "Why work for us?",
                ],
            ),
            (
                Meaning::About,
                &["About us", "About Flightradar", "Our mission", "Contexte de la mission", "Über uns", "Who we are"],
            ),
            (Meaning::Skills, &["Skills", "Desirable Skills", "Compétences"]),
            (Meaning::Metrics, &["Success metrics", "What success looks like", "KPIs"]),
            (Meaning::Tools, &["Tools", "Our tech stack"]),
            (Meaning::WorksWith, &["Works with", "Key stakeholders", "Who you'll work with"]),
            (
                Meaning::Ignored,
                &["How to apply", "Interview process", "RACI Legend", "Interesse?", "Sounds good to you? Contact us!"],
            ),
            (Meaning::Roles, &["Roles & Responsibilities", "Roles"]),
        ];
        for (wanted, headings) in cases {
            for heading in headings {
                assert_eq!(meaning(heading), Some(wanted), "{heading}");
            }
        }
        for heading in ["Client", "Covid Alert", "Create software products to strengthen health systems", ""] {
            assert_eq!(meaning(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_title_in_a_heading_can_introduce_the_duties_of_its_role() {
        let rulebook = Rulebook::builtin();
        let introduces = |heading: &str| {
            let role = rulebook.titles().mention(heading).map(|place| place.range);
            let headings = rulebook.headings();
            headings.introduces_role(&headings.normalise(heading, role.as_ref()))
        };
        for heading in [
            "The Product Owner is responsible for:",
            "Product owners are responsible for",
            "Product Owner Responsibilities",
            "Responsibilities of the Product Manager",
            "As a Senior Product Manager, you will help us",
            "What does a Product Owner do?",
            "Aufgaben des Product Owners",
        ] {
            assert!(introduces(heading), "{heading}");
        }
        for heading in ["Working with Product Owners", "Responsibilities", "You will support the Product Owner"] {
            assert!(!introduces(heading), "{heading}");
        }
    }

    #[test]
    fn headings_name_teams_only_with_a_name() {
        let headings = Rulebook::builtin().headings();
        let scope = |heading: &str| headings.scope(heading).map(|(kind, range)| (kind, heading[range].to_owned()));
        for (heading, name) in [
            ("Team Checkout", "Checkout"),
            ("Squad: Wallet & Cards", "Wallet & Cards"),
            ("Checkout squad", "Checkout"),
            ("Team Charter: Search", "Search"),
            ("Team Search – Charter", "Search"),
        ] {
            assert_eq!(scope(heading), Some((ScopeKind::Team, name.to_owned())), "{heading}");
        }
        assert_eq!(scope("Release Train Payments"), Some((ScopeKind::Train, "Payments".to_owned())));
        for heading in ["Our team", "Team roles", "The Scrum Team", "Team", "Client", "Team values and culture"] {
            assert_eq!(scope(heading), None, "{heading}");
        }
    }
}
