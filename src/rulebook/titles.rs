//! What the titles of roles mean (`rules/titles.yaml`).

use super::data::KindId;
use super::source::{KindEntry, TitleWords};
use super::title_phrases::{Phrase, Phrases};
use super::title_words::{Gap, TitleWord, contains, elliptic, is_number, stem, title_words};
use super::words::words;
use crate::order;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The compiled table of titles.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Titles {
    phrases: Phrases,
    /// Lists of words that keep a phrase from matching.
    guards: Vec<Vec<String>>,
    seniority: Vec<String>,
    between: Vec<String>,
    leads: Vec<String>,
    joins: Vec<String>,
    heads: Vec<String>,
    foreign: Vec<String>,
}

/// What a title says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TitleReading {
    /// The kind of role it names, if known.
    pub kind: Option<KindId>,
    /// Whether it names both product roles (`Product Manager / Owner`).
    pub both: bool,
}

/// A title that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitlePlace {
    /// What the title says.
    pub reading: TitleReading,
    /// The bytes of the title in the text.
    pub range: Range<usize>,
    /// Whether a known title of several words, or an abbreviation such as `PO`, was recognised; otherwise a single common word
    /// ("Developers") or only the form of a title ("Payments Manager").
    pub strong: bool,
    /// Whether words stand beside it that are no part of any title ("Product Owner Checkout", "Product Owner - Responsibilities").
    pub loose: bool,
}

/// A phrase found among the words of a title.
#[derive(Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    length: usize,
    kind: KindId,
    abbreviation: bool,
}

/// Words a heading may hold beside the title, before and after it.
const LOOSE_BEFORE: usize = 2;
const LOOSE_AFTER: usize = 2;
/// Words the scope of a title may hold ("Product Owner - Payments and Wallet").
const SCOPE_WORDS: usize = 6;
/// Words of a title that is known by its last word alone.
const UNLISTED_WORDS: usize = 5;
/// Words up to which a text can be a title; what follows them is not looked at.
const TITLE_WORDS: usize = 24;
/// Letters of the longest single word that counts as an abbreviation.
const ABBREVIATION: usize = 4;

impl Titles {
    /// Compiles the entries of `titles.yaml`; the kind of an entry is its index.
    pub fn new(kinds: &[KindEntry], lists: &TitleWords) -> Self {
        let stems = |list: &[String]| -> Vec<String> {
            let mut stems: Vec<String> = list.iter().flat_map(|entry| words(entry)).map(|word| stem(&word.text).to_owned()).collect();
            stems.sort();
            stems.dedup();
            stems
        };
        let mut titles = Self {
            seniority: stems(&lists.seniority),
            between: stems(&lists.between),
            leads: stems(&lists.leads),
            joins: stems(&lists.joins),
            heads: stems(&lists.heads),
            foreign: stems(&lists.foreign),
            ..Self::default()
        };
        let mut phrases = Vec::new();
        let mut add = |titles: &Self, written: &[String], kind, function, guard| {
            phrases.extend(written.iter().filter_map(|title| titles.phrase(title, kind, function, guard)));
        };
        for (at, entry) in kinds.iter().enumerate() {
            let kind = KindId(at as u8);
            add(&titles, &entry.titles, kind, false, None);
            add(&titles, &entry.functions, kind, true, None);
            for group in &entry.guarded {
                let guard = titles.guards.len() as u16;
                titles.guards.push(stems(&group.unless));
                add(&titles, &group.titles, kind, false, Some(guard));
            }
        }
        titles.phrases = Phrases::new(phrases);
        titles
    }

    fn phrase(&self, title: &str, kind: KindId, function: bool, guard: Option<u16>) -> Option<Phrase> {
        let all: Vec<String> = words(title).iter().map(|word| stem(&word.text).to_owned()).collect();
        let mut words: Vec<String> = all.iter().filter(|word| !contains(&self.between, word)).cloned().collect();
        if words.is_empty() {
            words = all;
        }
        (!words.is_empty()).then_some(Phrase { words, kind, function, guard })
    }

    /// Reads a title as written, with its seniority, gender marks and scope.
    pub fn read(&self, title: &str) -> TitleReading {
        let words = title_words(title, &self.joins);
        self.read_words(&words[..words.len().min(TITLE_WORDS)])
    }

    /// Whether two titles are the same but for case, number, seniority, gender marks and the scope behind them.
    pub fn are_same(&self, one: &str, other: &str) -> bool {
        let essence = |title: &str| {
            let words = title_words(title, &self.joins);
            let ends = words.iter().skip(1).position(|word| word.gap.begins_part()).map_or(words.len(), |at| at + 1);
            let told = |word: &&TitleWord<'_>| !self.says_nothing(word);
            words[..ends].iter().filter(told).map(|word| word.stem.to_string()).collect::<Vec<_>>()
        };
        let (one, other) = (essence(one), essence(other));
        !one.is_empty() && one == other
    }

    /// The bytes of the name behind a title, set off by a comma, a dash or brackets: `Claims Portal` in "Senior Product Owner -
    /// Claims Portal (m/f/d)". Nothing when the title itself is not known, or when only seniority or gender marks follow.
    pub fn scope_in(&self, title: &str) -> Option<Range<usize>> {
        let words = title_words(title, &self.joins);
        let (first, behind) = words.split_at(words.iter().skip(1).position(|word| word.gap.begins_part())? + 1);
        self.read_words(first).kind?;
        let mut named = behind.iter().skip_while(|word| self.says_nothing(word));
        let from = named.next()?;
        let last = named.take_while(|word| !word.gap.begins_part() && !self.says_nothing(word)).last().unwrap_or(from);
        Some(from.range.start..last.range.end)
    }

    /// The title a heading names, when nearly all of its words belong to it: "Senior Product Owner (m/f/d) - Payments", "The role of
    /// the Product Manager". A heading that merely mentions a title ("Working with Product Owners") gives none.
    pub fn role_heading(&self, heading: &str) -> Option<TitlePlace> {
        let all = title_words(heading, &self.joins);
        let leads = all.iter().take_while(|word| contains(&self.leads, &word.stem) || is_number(&word.stem)).count();
        let words = &all[leads..];
        let (first, last) = (words.first()?, words.last()?);
        if words.len() > TITLE_WORDS {
            return None;
        }
        let reading = self.read_words(words);
        let (strong, loose) = match self.covered(words) {
            Some(covered) => covered,
            None if self.has_form_of_title(words) => (reading.kind.is_some(), false),
            None => return None,
        };
        let rest = &heading[last.range.end..];
        let bracket = rest.find([')', ']']).filter(|_| heading[first.range.start..].contains(['(', '[']));
        let end = bracket.map_or(last.range.end, |at| last.range.end + at + 1);
        Some(TitlePlace { reading, range: first.range.start..end, strong, loose })
    }

    /// The first place where a text mentions a listed title, with the seniority before it.
    pub fn mention(&self, text: &str) -> Option<TitlePlace> {
        let words = title_words(text, &self.joins);
        let mut found = self.matches(&words, false);
        order::by_key(&mut found, |found| (found.start, std::cmp::Reverse(found.length)));
        let found = found.first()?;
        let seniority = words[..found.start].iter().rev().take_while(|word| contains(&self.seniority, &word.stem)).count();
        let from = found.start - seniority;
        Some(TitlePlace {
            reading: self.read_words(&words[found.start..found.end]),
            range: words[from].range.start..words[found.end - 1].range.end,
            strong: found.length > 1 || found.abbreviation,
            loose: false,
        })
    }

    /// The kinds the words name: the longest phrase, and whether the two product roles stand side by side.
    fn read_words(&self, words: &[TitleWord<'_>]) -> TitleReading {
        let mut found = self.matches(words, true);
        for (dropped, shorter) in elliptic(words) {
            found.extend(self.matches(&shorter, false).into_iter().map(|mut found| {
                // Back to places among all words: those after the dropped one move up.
                found.start += usize::from(found.start >= dropped);
                found.end += usize::from(found.end > dropped);
                found
            }));
        }
        let Some(best) = found.iter().min_by_key(|found| (std::cmp::Reverse(found.length), found.start)) else {
            return TitleReading::default();
        };
        let other = match best.kind {
            KindId::PM => Some(KindId::PO),
            KindId::PO => Some(KindId::PM),
            _ => None,
        };
        let both = other.is_some_and(|other| {
            found.iter().filter(|found| found.kind == other).any(|found| {
                let (left, right) = if found.start < best.start { (found, best) } else { (best, found) };
                words.get(left.end..right.start).is_none_or(|gap| gap.iter().all(|word| self.says_nothing(word)))
            })
        });
        TitleReading { kind: Some(best.kind), both }
    }

    /// All phrases among the words. Functions count only when they are all there is.
    fn matches(&self, words: &[TitleWord<'_>], functions: bool) -> Vec<Match> {
        let mut found = Vec::new();
        for start in 0..words.len() {
            self.phrases.at(words, start, &|word| self.says_nothing(word), &mut |phrase, end| {
                let abbreviation = phrase.words.len() == 1 && phrase.words[0].chars().count() <= ABBREVIATION;
                let whole = start == 0 && end == words.len();
                if (abbreviation && !words[start].capitals && !whole) || (phrase.function && !(functions && whole)) {
                    return;
                }
                let guards = |word: &TitleWord<'_>, guard: u16| contains(&self.guards[guard as usize], &word.stem);
                let guarded = phrase.guard.is_some_and(|guard| words.iter().any(|word| guards(word, guard)));
                if !guarded {
                    found.push(Match { start, end, length: phrase.words.len(), kind: phrase.kind, abbreviation });
                }
            });
        }
        found
    }

    /// Whether listed titles make up nearly all of the words; and if so whether one of them is strong, and whether other words
    /// stand beside them.
    fn covered(&self, words: &[TitleWord<'_>]) -> Option<(bool, bool)> {
        let found = self.matches(words, false);
        let mut covered = vec![false; words.len()];
        for found in &found {
            covered[found.start..found.end].fill(true);
        }
        let first = covered.iter().position(|&covered| covered)?;
        let last = covered.iter().rposition(|&covered| covered)?;
        let mut loose = [0, 0];
        let mut in_scope = [words[1..=first.max(1).min(words.len() - 1)].iter().any(|word| word.gap.begins_part()), false];
        let mut scope = 0;
        for (at, word) in words.iter().enumerate() {
            let after = usize::from(at > last);
            in_scope[after] |= word.gap.begins_part() && after == 1;
            if covered[at] || self.says_nothing(word) || is_number(&word.stem) {
                continue;
            }
            let joined = [Some(word), words.get(at + 1)].into_iter().flatten().any(|word| word.gap == Gap::Join);
            if in_scope[after] && !contains(&self.foreign, &word.stem) {
                scope += 1;
            } else if joined || contains(&self.foreign, &word.stem) || (after == 1 && !word.capital) {
                return None;
            } else {
                loose[after] += 1;
            }
        }
        let fits = loose[0] <= LOOSE_BEFORE && loose[1] <= LOOSE_AFTER && scope <= SCOPE_WORDS;
        let strong = found.iter().any(|found| found.length > 1 || found.abbreviation);
        fits.then_some((strong, loose != [0, 0] || scope > 0))
    }

    /// Whether the words have the form of a title no kind lists: a few words of which the last is one such as "manager".
    fn has_form_of_title(&self, words: &[TitleWord<'_>]) -> bool {
        let main = words.iter().skip(1).position(|word| word.gap.begins_part()).map_or(words.len(), |at| at + 1);
        let (main, scope) = words.split_at(main);
        main.last().is_some_and(|last| contains(&self.heads, &last.stem))
            && main.len() <= UNLISTED_WORDS
            && scope.len() <= SCOPE_WORDS
            && main.first().is_some_and(|first| first.capital)
            && !words.iter().any(|word| contains(&self.foreign, &word.stem))
    }

    /// Whether a word may stand in a title without changing what it means.
    fn says_nothing(&self, word: &TitleWord<'_>) -> bool {
        contains(&self.between, &word.stem) || contains(&self.seniority, &word.stem)
    }
}

#[cfg(test)]
mod tests {
    use crate::rulebook::Rulebook;

    /// The kind a title is read as; `+` when it names both product roles, `-` when it names none.
    fn kind(title: &str) -> String {
        let rulebook = Rulebook::builtin();
        let reading = rulebook.titles().read(title);
        let id = reading.kind.map_or("-", |kind| rulebook.kind(kind).id.as_str());
        if reading.both { format!("{id}+") } else { id.to_owned() }
    }

    #[test]
    fn titles_are_read_as_people_write_them() {
        let cases = [
            ("Product Manager", "pm"),
            ("product manager", "pm"),
            ("Product Managers", "pm"),
            ("Senior Product Manager, Platform", "pm"),
            ("Sr. Product Manager II", "pm"),
            ("Group Product Manager - Growth", "pm"),
            ("Technical Product Manager", "pm"),
            ("Principal Product Manager (all genders)", "pm"),
            ("Product Lead", "pm"),
            ("Head of Product", "pm"),
            ("VP of Product", "pm"),
            ("VP, Product", "pm"),
            ("Senior Manager, Product", "pm"),
            ("Director of Product Management", "pm"),
            ("Director Product Strategy", "pm"),
            ("Chief Product Officer", "pm"),
            ("Product Line Manager", "pm"),
            ("PM", "pm"),
            ("pm", "pm"),
            ("PMs", "pm"),
            ("Technical PM", "pm"),
            ("Produktmanager:in (m/w/d)", "pm"),
            ("Produktmanagerin", "pm"),
            ("(Senior) Produktmanager*in", "pm"),
            ("Leitung Produktmanagement", "pm"),
            ("Chef de produit AMOA", "pm"),
            ("Cheffe de produit digital", "pm"),
            ("Gestionnaire principal(e) de produit - Plateformes", "pm"),
            ("Responsable produit H/F", "pm"),
            ("PM (project)", "-"),
            ("Product Owner", "po"),
            ("Sr. Technical Product Owner (m/f/d) - Payments", "po"),
            ("(Senior) Product Owner (w/m/x/-)", "po"),
            ("Product-Owner", "po"),
            ("PO", "po"),
            ("POs", "po"),
            ("Product Owner (70%)", "po"),
            ("Product Owner's deputy", "po"),
            ("Produktverantwortliche:r", "po"),
            ("Product Owner:in", "po"),
            ("Product Owner / Business Analyst", "po"),
            ("Business Analyst / Product Owner", "business-analyst"),
            ("Product and project owners", "po"),
            ("Lead Product Owner Checkout", "po"),
            ("Product Manager / Owner", "pm+"),
            ("Product Manager/Owner", "pm+"),
            ("Product Owner / Product Manager", "po+"),
            ("Product Manager (Product Owner)", "pm+"),
            ("Product Manager and Product Owner (f/m/d)", "pm+"),
            ("Product Manager / Product Owner F/H", "pm+"),
            ("PO/PM", "po+"),
            ("Product Owner (reports to the Product Manager)", "po"),
            ("Chief Product Owner", "chief-product-owner"),
            ("CPO", "chief-product-owner"),
            ("Scrum Master", "scrum-master"),
            ("Agile Coach", "scrum-master"),
            ("SM", "scrum-master"),
            ("Scrum Team Lead", "scrum-master"),
            ("Technical Program Manager", "project-delivery-manager"),
            ("TPM", "project-delivery-manager"),
            ("Programme Manager", "project-delivery-manager"),
            ("Senior Agile Delivery Manager (Covid Alert)", "project-delivery-manager"),
            ("Delivery Manager (Agency)", "project-delivery-manager"),
            ("Projektleiterin", "project-delivery-manager"),
            ("Chef de projet", "project-delivery-manager"),
            ("Product Marketing Manager", "product-marketing-manager"),
            ("Senior Product Marketing Manager (m/w/d)", "product-marketing-manager"),
            ("PMM", "product-marketing-manager"),
            ("Director of Product Marketing", "product-marketing-manager"),
            ("Senior Business Analyst", "business-analyst"),
            ("BA", "business-analyst"),
            ("Requirements Engineer", "business-analyst"),
            ("PHP Developer (80-100%)", "engineering"),
            ("Developers", "engineering"),
            ("Tech Lead", "engineering"),
            ("Product Lead Engineer", "engineering"),
            ("Engineering", "engineering"),
            ("Internal Engineering", "engineering"),
            ("Product Designer", "ux-designer-researcher"),
            ("Head of Product Design", "ux-designer-researcher"),
            ("Product Designer UI", "ux-designer-researcher"),
            ("QA Engineer", "qa"),
            ("Data Analyst", "data-analyst"),
            ("Engineering Manager - Campaigns", "people-manager"),
            ("Service Owner", "service-owner"),
            ("Service Request Manager", "service-request-manager"),
            ("User Researcher", "user-researcher"),
            ("Release Train Engineer", "release-train-engineer"),
            ("RTE", "release-train-engineer"),
            ("Executive Sponsor", "stakeholder"),
            ("Stakeholder", "stakeholder"),
            ("Client", "stakeholder"),
            ("Business", "stakeholder"),
            ("Account Manager", "other-role"),
            ("Product Operations Manager", "other-role"),
            ("Head of Product Operations", "other-role"),
            ("Customer Success (30%)", "other-role"),
            ("Sales", "other-role"),
            ("Production Manager", "-"),
            ("Meeting at 3 pm", "-"),
            ("Roles and responsibilities", "-"),
            ("Next Gen POS", "-"),
            ("", "-"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(title, wanted)| kind(title) != *wanted)
            .map(|&(title, wanted)| (title, wanted, kind(title)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_heading_names_a_role_or_merely_mentions_one() {
        let titles = Rulebook::builtin().titles();
        let named = |heading: &str| titles.role_heading(heading).map(|place| heading[place.range].to_owned());
        for (heading, title) in [
            ("Product Owner", "Product Owner"),
            ("1. Product Owner:", "Product Owner"),
            ("The role of the Product Manager", "Product Manager"),
            ("Role: Product Owner", "Product Owner"),
            ("Product Owner (70%)", "Product Owner (70%)"),
            ("Product and project owners", "Product and project owners"),
            ("Executive Director & Chairperson", "Executive Director & Chairperson"),
            ("Delivery Manager (Agency)", "Delivery Manager (Agency)"),
            ("Developers (if any)", "Developers (if any)"),
            ("Story owners", "Story owners"),
            ("Business Manager", "Business Manager"),
            ("Payments Product Owner", "Payments Product Owner"),
            ("Product Owner Checkout", "Product Owner Checkout"),
            ("Senior Product Owner (m/f/d) - Payments and Wallet", "Senior Product Owner (m/f/d) - Payments and Wallet"),
            ("Checkout – Product Owner", "Checkout – Product Owner"),
            ("Product Manager/Owner", "Product Manager/Owner"),
            ("Scrum Team Lead", "Scrum Team Lead"),
        ] {
            assert_eq!(named(heading).as_deref(), Some(title), "{heading}");
        }
        for heading in [
            "Working with Delivery Managers",
            "What does a Product Owner do?",
            "Why Product Managers matter",
            "How we work with Product Owners",
            "Product Owner interview process explained",
            "Product vision",
            "Product Owner and vision",
            "About the manager",
            "Your manager",
            "Responsibilities",
            "Our team",
            "",
        ] {
            assert_eq!(named(heading), None, "{heading}");
        }
        assert!(titles.role_heading("Developers").is_some_and(|place| !place.strong));
        assert!(titles.role_heading("Senior Product Owner (70%)").is_some_and(|place| !place.loose));
        assert!(titles.role_heading("Product Owner - Responsibilities").is_some_and(|place| place.loose));
    }

    #[test]
    fn a_mention_is_found_with_its_seniority() {
        let titles = Rulebook::builtin().titles();
        let text = "As our Senior Product Owner you will";
        let place = titles.mention(text).expect("it is mentioned");
        assert_eq!(&text[place.range], "Senior Product Owner");
        assert!(titles.mention("You will own the roadmap").is_none());
    }
}
