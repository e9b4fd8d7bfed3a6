//! Reading one source: its role documents, with every duty classified.

use super::titles::{KnownTitle, KnownTitles};
use super::{AuditedDuty, AuditedRole, Input};
use crate::classify::known::{Judge, Known};
use crate::classify::{Judged, Verdict, Verdicts};
use crate::document::{self, MappedText, Matrix, Problem, Role, RoleDocument, Scope, Section, SectionKind};
use crate::finding::SourceId;
use crate::guard;
use crate::limits::{Limits, ROLES, shorten_names, too_many, too_many_duties};
use crate::org::markers::{MarkerSearch, Markers};
use crate::rulebook::Rulebook;
use crate::rulebook::headings::ScopeKind;
use crate::source::{Source, Span};

/// One input after reading and classifying.
pub(super) struct ReadInput {
    pub(super) source: Source,
    pub(super) named: bool,
    pub(super) documents: Vec<ReadDocument>,
    pub(super) problems: Vec<Problem>,
    pub(super) comments: Vec<document::Comment>,
}

/// One role document of an input.
pub(super) struct ReadDocument {
    pub(super) scope: Scope,
    pub(super) model: Option<MappedText>,
    pub(super) matrices: Vec<Matrix>,
    pub(super) roles: Vec<AuditedRole>,
}

/// Bytes of memory that a thread asks for in one go.
const ROOM: usize = 2 << 20;
/// Sources of ordinary size for which that is enough.
const ROOM_FOR: usize = 128;

/// Takes memory and gives it back at once. The allocator of most Linux systems makes the store of a thread larger by a page at a time,
/// with a system call that all threads wait for; after this there is room for what the next sources leave behind.
pub(super) fn make_room() {
    if rayon::current_num_threads() > 1 {
        std::hint::black_box(Vec::<u8>::with_capacity(ROOM));
    }
}

/// Reads and classifies sources, one after the other.
pub(super) struct Reader<'a> {
    rulebook: &'a Rulebook,
    limits: &'a Limits,
    titles: KnownTitles<'a>,
    markers: MarkerSearch<'a>,
    judge: Judge<'a>,
    /// How the duties of the role at hand were judged.
    judged: Vec<Judged>,
    /// How many sources were read.
    count: usize,
}

impl<'a> Reader<'a> {
    /// A reader who remembers nothing yet but what is known to all.
    pub(super) fn new(rulebook: &'a Rulebook, limits: &'a Limits, markers: &'a Markers<'a>, known: &'a Known) -> Self {
        Self {
            rulebook,
            limits,
            titles: KnownTitles::new(rulebook),
            markers: MarkerSearch::new(markers),
            judge: Judge::new(rulebook, known),
            judged: Vec::new(),
            count: 0,
        }
    }

    /// What all readers have judged who share what is known.
    pub(super) fn verdicts(readers: impl IntoIterator<Item = Self>) -> Verdicts {
        Judge::verdicts(readers.into_iter().map(|reader| reader.judge))
    }

    /// Reads one input. A panic while it is read becomes a problem of this input.
    pub(super) fn read(&mut self, input: Input) -> ReadInput {
        if self.count.is_multiple_of(ROOM_FOR) {
            make_room();
        }
        self.count += 1;
        let Input { source, failure, named } = input;
        let mut read = ReadInput { source, named, documents: Vec::new(), problems: Vec::new(), comments: Vec::new() };
        if let Some(failure) = failure {
            read.problems.push(failure);
            return read;
        }
        if let Err(said) = guard::guarded(|| self.read_into(&mut read)) {
            // Whatever was half done is not to be trusted.
            self.judge.begin_anew(self.rulebook);
            (read.documents, read.comments) = (Vec::new(), Vec::new());
            read.problems = vec![guard::problem(&said, first_line(&read.source))];
        }
        read
    }

    fn read_into(&mut self, read: &mut ReadInput) {
        guard::provoke(read.source.text());
        let mut reading = document::read_within(&read.source, self.rulebook, self.limits);
        if reading.documents.iter().map(RoleDocument::duties).sum::<usize>() > self.limits.duties {
            reading.documents.clear();
            reading.problems.push(too_many_duties(self.limits.duties, first_line(&read.source)));
        }
        if reading.documents.iter().map(|document| document.roles.len()).sum::<usize>() > ROLES {
            reading.documents.clear();
            reading.problems = vec![too_many("roles", ROLES, first_line(&read.source))];
        }
        let documents = reading.documents.into_iter().map(|mut document| {
            shorten_names(&mut document, read.source.text());
            let roles = document.roles.into_iter().map(|role| self.role(role, &document.scope)).collect();
            ReadDocument { scope: document.scope, model: document.model, matrices: document.matrices, roles }
        });
        read.documents = documents.collect();
        read.problems = if reading.foreign && !read.named { Vec::new() } else { reading.problems };
        read.comments = reading.comments;
    }

    /// Classifies the duties of a role.
    fn role(&mut self, role: Role, shared: &Scope) -> AuditedRole {
        let Self { rulebook, titles, markers, judge, judged, .. } = self;
        let KnownTitle { reading, scope } = role.title.as_ref().map(|title| titles.read(title.as_str())).cloned().unwrap_or_default();
        let words = rulebook.vocabulary(role.language);
        let names = |own: &[MappedText], shared: &[MappedText]| -> Vec<String> {
            let declared = if own.is_empty() { shared } else { own };
            declared.iter().map(|name| name.as_str().trim().to_owned()).collect()
        };
        let mut teams = names(&role.scope.teams, &shared.teams);
        let mut trains = names(&role.scope.trains, &shared.trains);
        match scope {
            Some((ScopeKind::Team, name)) if teams.is_empty() => teams.push(name),
            Some((ScopeKind::Train, name)) if trains.is_empty() => trains.push(name),
            _ => {}
        }
        let mut sections = role.sections;
        let disclaimed: Vec<Section> = sections.extract_if(.., |section| section.kind == SectionKind::Disclaimed).collect();
        // What grew while it was read is kept as long as the audit.
        sections.shrink_to_fit();
        for section in &mut sections {
            section.items.shrink_to_fit();
        }
        let mut duties: Vec<AuditedDuty> = Vec::with_capacity(role.duties.len());
        judged.clear();
        let texts = role.duties.iter().map(|duty| duty.text.as_str());
        match words {
            Some(words) => judge.classify(texts, words, judged),
            None => judged.extend(texts.map(|text| judge.keep(Verdict::none(text)))),
        }
        duties.extend(role.duties.into_iter().zip(&*judged).map(|(duty, &judged)| AuditedDuty { text: duty.text, judged }));
        for section in disclaimed {
            duties.extend(section.items.into_iter().map(|text| {
                let said = text.as_str();
                let judged = match words {
                    Some(words) => judge.classify_disclaimed(said, words),
                    None => judge.keep(Verdict::none(said)),
                };
                AuditedDuty { text, judged }
            }));
        }
        let title = role.title.as_ref().map_or_else(|| "untitled role".to_owned(), |title| title.as_str().trim().to_owned());
        AuditedRole {
            markers: markers.of(&title, &duties, &sections),
            source: SourceId(0),
            document: 0,
            title,
            kind: reading.kind,
            both: reading.both,
            teams,
            products: names(&role.scope.products, &shared.products),
            trains,
            duties,
            sections,
            place: role.place,
            model: role.model,
            unjudged: words.is_none().then_some(role.language),
        }
    }
}

/// The finding for a file the user named that describes no role.
pub(super) fn nothing_found(source: &Source) -> Problem {
    Problem::Unreadable {
        message: "no role and no duties were found in this file".to_owned(),
        span: first_line(source),
        help: "A role document names a role (`title: Product Owner`, or a heading) and lists what the role does (`duties:`, \
               `responsibilities:`, or bullets under a heading such as \"Responsibilities\")."
            .to_owned(),
    }
}

fn first_line(source: &Source) -> Span {
    Span::new(0, source.text().lines().next().unwrap_or_default().len())
}
