//! Markdown or HTML inside a scalar of a YAML document.

use super::blocks::{self, Block};
use super::inline::Text;
use super::outline::section_kind;
use super::sentences::sentences;
use super::shape::{LEAD_IN, PARENT, shape};
use crate::document::{MappedText, Section, SectionKind};
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::headings::Meaning;
use crate::rulebook::wording::Reads;

/// Reads the text of a scalar. Bullets and prose under no heading take `default`; without one they are text about the role.
///
/// Every heading or lead-in begins a section of its own. A section of duties has a heading only when the heading groups duties
/// ("Discovery") rather than announcing them ("You will:").
pub fn read_fragment(text: &MappedText, rulebook: &Rulebook, default: Option<SectionKind>) -> Vec<Section> {
    let blocks = shape(blocks::read(text).blocks, rulebook);
    let mut reader = Reader { rulebook, default, open: Vec::new(), parts: Vec::new() };
    for block in blocks {
        reader.block(block);
    }
    reader.sections()
}

/// What stands under one heading of a fragment.
#[derive(Default)]
struct Part {
    sense: Sense,
    heading: MappedText,
    items: Vec<MappedText>,
    prose: Vec<Text>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Sense {
    /// Nothing says what it is but the key of the scalar.
    #[default]
    Default,
    Kind(SectionKind),
    /// The wording decides.
    Mixed,
    Ignored,
}

/// An open heading.
struct Open {
    level: u32,
    sense: Sense,
    text: MappedText,
    /// Whether it says itself what stands below it.
    telling: bool,
}

struct Reader<'a> {
    rulebook: &'a Rulebook,
    default: Option<SectionKind>,
    open: Vec<Open>,
    parts: Vec<Part>,
}

impl Reader<'_> {
    fn block(&mut self, block: Block) {
        match block {
            Block::Heading { level, text } => {
                self.close(level);
                let own = self.sense(level, text.as_str());
                let sense = own.unwrap_or_else(|| self.current());
                self.open.push(Open { level, sense, text: text.mapped, telling: own.is_some() });
                self.begin();
            }
            Block::Paragraph(text) => {
                self.close(LEAD_IN);
                self.part().prose.push(text);
            }
            Block::Label { key, value } => {
                self.close(LEAD_IN);
                self.part().prose.push(key.joined(": ", &value));
            }
            Block::Note { meaning, key, value } => {
                self.close(LEAD_IN);
                if let Some(kind) = section_kind(meaning) {
                    self.parts
                        .push(Part { sense: Sense::Kind(kind), heading: key.mapped, items: vec![value.mapped], ..Part::default() });
                    self.begin();
                }
            }
            Block::Item(item) => {
                self.close(PARENT + item.depth);
                self.part().items.push(item.text.mapped);
            }
            Block::Table(table) => {
                let cells = table.rows.into_iter().flat_map(|row| row.cells).flatten().map(|cell| cell.mapped);
                self.part().items.extend(cells);
            }
        }
    }

    /// What a heading says of the text below it.
    fn sense(&self, level: u32, heading: &str) -> Option<Sense> {
        let headings = self.rulebook.headings();
        let mention = self.rulebook.titles().mention(heading);
        let normal = headings.normalise(heading, mention.as_ref().map(|place| &place.range));
        let above = self.current();
        let announced = || headings.announced(&normal).filter(|_| level >= LEAD_IN && !is_evidence(above, self.default));
        let introduced = headings.introduces_role(&normal).then_some(Meaning::Duties);
        let plain = headings.normalise(heading, None);
        let meaning = introduced.or_else(|| headings.meaning(&plain)).or_else(announced)?;
        Some(match meaning {
            Meaning::DutiesOfRole | Meaning::Roles => Sense::Kind(SectionKind::Duties),
            Meaning::Mixed => Sense::Mixed,
            Meaning::Ignored => Sense::Ignored,
            meaning => section_kind(meaning).map_or(above, Sense::Kind),
        })
    }

    fn current(&self) -> Sense {
        self.open.last().map_or(Sense::Default, |open| open.sense)
    }

    /// Closes headings down to a level; what follows goes to a new part.
    fn close(&mut self, level: u32) {
        let before = self.open.len();
        while self.open.last().is_some_and(|open| open.level >= level) {
            self.open.pop();
        }
        if self.open.len() < before {
            self.begin();
        }
    }

    fn begin(&mut self) {
        let announces_duties = |open: &&Open| open.telling && open.sense == Sense::Kind(SectionKind::Duties);
        let heading = self.open.last().filter(|open| !announces_duties(open)).map(|open| open.text.clone()).unwrap_or_default();
        self.parts.push(Part { sense: self.current(), heading, ..Part::default() });
    }

    fn part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.begin();
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    fn sections(self) -> Vec<Section> {
        let listed = self.parts.iter().any(|part| !part.items.is_empty() && self.kind(part) == SectionKind::Duties);
        let mut sections = Vec::new();
        for part in &self.parts {
            let kind = match part.sense {
                Sense::Ignored => continue,
                _ => self.kind(part),
            };
            let mut items = part.items.clone();
            let mut about = Vec::new();
            for text in &part.prose {
                if kind != SectionKind::Duties {
                    items.push(text.mapped.clone());
                    continue;
                }
                for range in sentences(text.as_str(), self.rulebook.languages()) {
                    let is_duty = self.is_duty(part.sense, listed, &text.as_str()[range.clone()]);
                    let into = if is_duty { &mut items } else { &mut about };
                    into.push(text.mapped.slice(range));
                }
            }
            order::by_key(&mut items, MappedText::whole);
            if !items.is_empty() {
                sections.push(Section { kind, heading: part.heading.clone(), items });
            }
            if !about.is_empty() {
                sections.push(Section { kind: SectionKind::About, heading: part.heading.clone(), items: about });
            }
        }
        sections
    }

    /// What a part finally is.
    fn kind(&self, part: &Part) -> SectionKind {
        match part.sense {
            Sense::Kind(kind) => kind,
            Sense::Default | Sense::Ignored => self.default.unwrap_or(SectionKind::About),
            Sense::Mixed => {
                let reads = part.items.iter().map(|item| self.reads(item.as_str()));
                let (mut duties, mut others) = (0, 0);
                for reads in reads {
                    match reads {
                        Reads::Duty | Reads::Activity => duties += 1,
                        Reads::Trait | Reads::Offer => others += 1,
                        Reads::Other => {}
                    }
                }
                if duties > others { SectionKind::Duties } else { SectionKind::About }
            }
        }
    }

    /// Whether a sentence of prose among duties is one. The key of the scalar vouches for prose that stands alone; beside bullets only
    /// sentences that begin like a duty count.
    fn is_duty(&self, sense: Sense, listed: bool, sentence: &str) -> bool {
        match self.reads(sentence) {
            Reads::Duty => true,
            Reads::Activity | Reads::Other => sense == Sense::Default && !listed,
            Reads::Trait | Reads::Offer => false,
        }
    }

    fn reads(&self, text: &str) -> Reads {
        self.rulebook.wording().reads(text, self.rulebook.headings(), self.rulebook.titles())
    }
}

fn is_evidence(sense: Sense, default: Option<SectionKind>) -> bool {
    let kind = match sense {
        Sense::Kind(kind) => Some(kind),
        Sense::Default => default,
        Sense::Mixed | Sense::Ignored => None,
    };
    kind.is_some_and(|kind| !matches!(kind, SectionKind::Duties | SectionKind::About))
}

#[cfg(test)]
mod tests {
    use super::read_fragment;
    use crate::document::{MappedText, SectionKind};
    use crate::rulebook::Rulebook;

    /// Sections as `Kind (heading): item | item`.
    fn sections(text: &str, default: Option<SectionKind>) -> Vec<String> {
        let sections = read_fragment(&MappedText::verbatim(text, 7), Rulebook::builtin(), default);
        let show = |section: &crate::document::Section| {
            let items: Vec<_> = section.items.iter().map(MappedText::as_str).collect();
            format!("{:?} ({}): {}", section.kind, section.heading.as_str(), items.join(" | "))
        };
        sections.iter().map(show).collect()
    }

    const DUTIES: Option<SectionKind> = Some(SectionKind::Duties);

    #[test]
    fn bullets_take_the_default_until_a_heading_says_otherwise() {
        assert_eq!(sections("- Order it\n- Ship it\n", DUTIES), ["Duties (): Order it | Ship it"]);
        assert_eq!(sections("- Order it\n", None), ["About (): Order it"]);
        let text = "We build tills.\n\nThe keepers are responsible for:\n- Order it\n- Ship it\n  on time\n\nRequirements:\n- Patience\n";
        assert_eq!(
            sections(text, None),
            ["About (): We build tills.", "Duties (): Order it | Ship it on time", "Requirements (Requirements:): Patience"]
        );
    }

    #[test]
    fn headings_that_announce_nothing_group_the_duties() {
        let text = "**Discovery**\n- Talk to users\n\n**Delivery**\n- Accept stories\n";
        assert_eq!(sections(text, DUTIES), ["Duties (Discovery): Talk to users", "Duties (Delivery): Accept stories"]);
        assert_eq!(sections("You will:\n- Talk to users\n", DUTIES), ["Duties (): Talk to users"]);
    }

    #[test]
    fn html_needs_no_list_around_its_items() {
        assert_eq!(sections("<li>Order it</li>\n<li>Ship &amp; fix it</li>", DUTIES), ["Duties (): Order it | Ship & fix it"]);
        let text = "A new role.<br><br><ul> <li>Order it</li> <li>Ship it</li> </ul> <br>Create guides.";
        assert_eq!(sections(text, DUTIES), ["Duties (): Order it | Ship it | Create guides.", "About (): A new role."]);
        let text = "<p><b>Das erwartet dich: </b></p><ul><li><p>Planung der Sprints</p></li></ul><p><b>Dein Profil:</b></p><ul><li>Geduld</li></ul>";
        assert_eq!(
            sections(text, None),
            ["Duties (Das erwartet dich:): Planung der Sprints", "Requirements (Dein Profil:): Geduld"]
        );
    }

    #[test]
    fn prose_under_a_key_that_says_duties_is_duties() {
        assert_eq!(sections("Order the backlog. Ship stories.", DUTIES), ["Duties (): Order the backlog. | Ship stories."]);
        assert_eq!(sections("Some words.", Some(SectionKind::Benefits)), ["Benefits (): Some words."]);
        assert_eq!(sections("", DUTIES), Vec::<String>::new());
    }
}
