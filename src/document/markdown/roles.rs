//! What counts: of everything an outline gathered, which text is a duty of which role.

use super::outline::{Chunk, ChunkKind, Draft, Outline};
use super::sentences::sentences;
use crate::document::{Duty, MappedText, Problem, Role, Section, SectionKind};
use crate::order;
use crate::rulebook::Rulebook;
use crate::rulebook::languages::Languages;
use crate::rulebook::wording::Reads;

/// What came of an outline.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub roles: Vec<Role>,
    pub problems: Vec<Problem>,
}

/// Decides what counts as duties. `given` is what front matter says of the outline's first role, `announced` whether it has a key for
/// duties.
pub(super) fn decide(outline: &mut Outline, given: Role, announced: bool, rulebook: &Rulebook) -> Decided {
    let judge = Judge { rulebook };
    let drafts = std::mem::take(&mut outline.roles);
    let company = Company {
        roles: drafts.iter().skip(1).any(|draft| draft.title.is_some()),
        several: drafts.iter().filter(|draft| draft.title.is_some()).count() > 1,
        titles: drafts.iter().any(|draft| draft.strong),
    };
    let mut given = Some(given);
    let mut chunks: Vec<Vec<&Chunk>> = vec![Vec::new(); drafts.len()];
    for chunk in &outline.chunks {
        chunks[chunk.role].push(chunk);
    }
    let mut results: Vec<(Draft, Role, Option<&Chunk>)> = Vec::new();
    for (draft, chunks) in drafts.into_iter().zip(chunks) {
        let promised = chunks.iter().find(|chunk| chunk.kind == ChunkKind::Duties).copied();
        let mut role = given.take().unwrap_or_default();
        judge.gather(&mut role, &draft, &chunks, company);
        results.push((draft, role, promised));
    }
    // Text without any sign of a role document: a duties heading, a matrix, or a title that is certainly one.
    let certain = !outline.matrices.is_empty()
        || results.iter().any(|(draft, role, promised)| !role.duties.is_empty() && (draft.strong || promised.is_some()))
        || results
            .iter()
            .any(|(draft, role, promised)| draft.strong && (announced || promised.is_some() || is_posting(role)));
    let mut decided = Decided::default();
    if !certain {
        return decided;
    }
    let others_have_duties = results.iter().skip(1).any(|(_, role, _)| !role.duties.is_empty());
    for (index, (draft, mut role, promised)) in results.into_iter().enumerate() {
        // "Responsibilities" over a matrix is kept by the matrix.
        let untitled = role.title.is_none() && draft.title.is_none();
        let promised = promised.filter(|_| !untitled || outline.matrices.is_empty() || !role.duties.is_empty());
        let announced = announced && index == 0;
        let worth_reporting = || announced || promised.is_some() || is_posting(&role);
        if role.duties.is_empty() && !keeps_without_duties(index, &draft, worth_reporting(), promised.is_some(), others_have_duties) {
            // "Route Planner" over several roles is a product, no planner: what stands under it holds for them all.
            if draft.has_roles_below {
                outline.scope.teams.extend(draft.scope.teams);
                outline.scope.products.extend(draft.scope.products);
                outline.scope.trains.extend(draft.scope.trains);
                outline.model = outline.model.take().or(draft.model);
            }
            continue;
        }
        if index == 0 && role.title.is_none() && draft.title.is_none() {
            role.title.clone_from(&outline.first_heading);
        }
        role.title = role.title.or_else(|| draft.title.clone());
        if role.place.is_empty() {
            let heading = promised.and_then(|chunk| chunk.heading.as_ref());
            let place = role.title.as_ref().or(heading).or(role.duties.first().map(|duty| &duty.text));
            role.place = place.map_or(draft.place, MappedText::whole);
        }
        role.scope.teams.extend(draft.scope.teams);
        role.scope.products.extend(draft.scope.products);
        role.scope.trains.extend(draft.scope.trains);
        role.model = role.model.or(draft.model);
        if role.duties.is_empty() {
            let title = role.title.as_ref().map_or_else(|| "untitled role".to_owned(), |title| title.as_str().trim().to_owned());
            let heading = promised.and_then(|chunk| chunk.heading.as_ref()).map(MappedText::whole);
            decided.problems.push(Problem::EmptyRole { title, span: heading.unwrap_or(role.place) });
        }
        decided.roles.push(role);
    }
    decided
}

/// Whether a role without duties is reported rather than taken for a heading over other things.
fn keeps_without_duties(index: usize, draft: &Draft, told: bool, promised: bool, others_have_duties: bool) -> bool {
    if index == 0 {
        return !others_have_duties && (promised || (draft.strong && told));
    }
    draft.strong && !draft.has_roles_below && draft.level <= 6 && (others_have_duties || told)
}

/// Whether a role has the sections of a job posting.
fn is_posting(role: &Role) -> bool {
    role.sections
        .iter()
        .any(|section| matches!(section.kind, SectionKind::Requirements | SectionKind::Benefits | SectionKind::Skills))
}

/// How the items of a list read.
#[derive(Default)]
struct Tally {
    all: usize,
    duties: usize,
    traits: usize,
    offers: usize,
}

impl Tally {
    /// Most items say what somebody does.
    fn clearly_duties(&self) -> bool {
        self.duties > 0 && self.duties * 10 >= self.all * 6
    }

    /// Most items say what somebody should be, or gets.
    fn clearly_not_duties(&self) -> bool {
        (self.traits + self.offers) * 2 > self.all
    }
}

/// What else the document holds.
#[derive(Clone, Copy)]
struct Company {
    /// Roles under headings of their own.
    roles: bool,
    /// More than one role.
    several: bool,
    /// A title that is certainly one, so that "Developers" beside it is one too.
    titles: bool,
}

struct Judge<'a> {
    rulebook: &'a Rulebook,
}

impl Judge<'_> {
    /// Sorts the chunks of one role into duties and sections.
    fn gather(&self, role: &mut Role, draft: &Draft, chunks: &[&Chunk], company: Company) {
        let titled = draft.strong || draft.reading.kind.is_some();
        let explicit = |chunk: &Chunk| match chunk.kind {
            ChunkKind::Duties => true,
            ChunkKind::DutiesOfRole => titled,
            ChunkKind::Roles => !company.roles,
            _ => false,
        };
        let has_title = draft.title.is_some() && (draft.strong || company.titles);
        // A bullet that introduces duties stands among the bullets of the role and does not set them apart.
        let has_explicit =
            !role.duties.is_empty() || chunks.iter().any(|chunk| explicit(chunk) && !chunk.items.is_empty() && !chunk.within_list);
        let has_owned = has_title && chunks.iter().any(|chunk| chunk.kind == ChunkKind::Owned && !chunk.items.is_empty());
        let has_benefits = chunks.iter().any(|chunk| chunk.kind == ChunkKind::Section(SectionKind::Benefits));
        let mut verdicts = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            let tally = self.tally(chunk);
            let are_duties = match chunk.kind {
                _ if explicit(chunk) => true,
                ChunkKind::Owned if draft.title.is_none() => false,
                // Among other roles, what stands below the title is what the role does; in a posting it may be anything.
                ChunkKind::Owned if has_explicit && company.several => !tally.clearly_not_duties(),
                ChunkKind::Owned | ChunkKind::Mixed | ChunkKind::Unknown if has_explicit => {
                    chunk.kind != ChunkKind::Unknown && tally.clearly_duties()
                }
                ChunkKind::Owned => has_title && !tally.clearly_not_duties(),
                ChunkKind::Mixed if has_owned => tally.clearly_duties(),
                ChunkKind::Mixed => tally.duties > tally.traits + tally.offers || (has_benefits && !tally.clearly_not_duties()),
                ChunkKind::Unknown => titled && tally.clearly_duties(),
                _ => false,
            };
            if are_duties {
                role.duties.extend(chunk.items.iter().cloned());
            }
            verdicts.push((are_duties, tally));
        }
        let speaking = |chunk: &Chunk| explicit(chunk) || chunk.kind == ChunkKind::Mixed || (chunk.kind == ChunkKind::Owned && has_title);
        let from_prose = role.duties.is_empty();
        let languages = self.rulebook.languages();
        for (chunk, (are_duties, tally)) in chunks.iter().zip(verdicts) {
            let spoken = from_prose && speaking(chunk) && take_prose(role, chunk, languages, |text| self.reads(text) == Reads::Duty);
            if !from_prose && speaking(chunk) {
                take_prose(role, chunk, languages, |text| self.gives_accountability(text));
            }
            section(role, chunk, are_duties, spoken, &tally);
        }
        order::by_key(&mut role.duties, |duty| duty.text.whole());
    }

    fn tally(&self, chunk: &Chunk) -> Tally {
        let mut tally = Tally { all: chunk.items.len(), ..Tally::default() };
        let known = matches!(chunk.kind, ChunkKind::Section(_) | ChunkKind::Ignored | ChunkKind::Duties);
        for item in chunk.items.iter().filter(|_| !known) {
            match self.reads(item.text.as_str()) {
                Reads::Duty | Reads::Activity => tally.duties += 1,
                Reads::Trait => tally.traits += 1,
                Reads::Offer => tally.offers += 1,
                Reads::Other => {}
            }
        }
        tally
    }

    fn gives_accountability(&self, text: &str) -> bool {
        self.rulebook.wording().gives_accountability(text, self.rulebook.headings(), self.rulebook.titles())
    }

    fn reads(&self, text: &str) -> Reads {
        self.rulebook.wording().reads(text, self.rulebook.headings(), self.rulebook.titles())
    }
}

/// Keeps what is not duties as a section. `spoken` tells that the prose holds duties.
fn section(role: &mut Role, chunk: &Chunk, are_duties: bool, spoken: bool, tally: &Tally) {
    let kind = match chunk.kind {
        ChunkKind::Ignored => return,
        ChunkKind::Section(kind) => kind,
        _ if !are_duties && tally.offers > tally.traits => SectionKind::Benefits,
        _ if !are_duties && tally.traits * 2 > tally.all => SectionKind::Requirements,
        _ => SectionKind::About,
    };
    let items = chunk.items.iter().filter(|_| !are_duties).map(|item| item.text.clone());
    let prose = chunk.prose.iter().filter(|_| !spoken).map(|text| text.mapped.clone());
    let mut items: Vec<_> = prose.chain(items).collect();
    order::by_key(&mut items, MappedText::whole);
    if !items.is_empty() {
        role.sections.push(Section { kind, heading: chunk.heading.clone().unwrap_or_default(), items });
    }
}

/// Takes sentences of running text that are duties; tells whether there were any.
fn take_prose(role: &mut Role, chunk: &Chunk, languages: &Languages, is_duty: impl Fn(&str) -> bool) -> bool {
    let before = role.duties.len();
    for text in &chunk.prose {
        for range in sentences(text.as_str(), languages) {
            if is_duty(&text.as_str()[range.clone()]) {
                role.duties.push(Duty { text: text.mapped.slice(range), group: None });
            }
        }
    }
    role.duties.len() > before
}
