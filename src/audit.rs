//! The pipeline after reading: every source is read and classified (in parallel), then the checks see one ordered list.

mod reading;
mod titles;

use crate::checks;
use crate::classify::known::Known;
use crate::classify::{Judged, Part, Verdict, Verdicts};
use crate::document::{self, MappedText, Matrix, Problem, Scope, Section};
use crate::finding::{Accepted, Finding, Label, SourceId};
use crate::org::markers::Markers;
use crate::org::{Organization, scopes, titled};
use crate::rulebook::{KindId, LanguageId, ModelId, Rulebook};
use crate::settings::Settings;
use crate::source::{Source, Span};
use rayon::prelude::*;
use reading::{ReadInput, Reader, nothing_found};
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

/// Sources that a thread takes on at a time: few, so that no thread is long at work when the others have finished.
const AT_A_TIME: usize = 16;

/// A source to audit, and whether the user named it (rather than met it in a folder).
#[derive(Debug)]
pub struct Input {
    /// The source, or what kept it from being read as text.
    pub source: Source,
    /// Set when the file could not be read or is not text; the source then holds at most what can be shown of it.
    pub failure: Option<Problem>,
    /// Whether the user named the file itself.
    pub named: bool,
}

/// Everything known after an audit: what was read, how it was classified, and what the checks found.
#[derive(Debug, Default)]
pub struct Audit {
    /// The sources, in the order given.
    pub sources: Vec<Source>,
    /// The role documents of all sources, in order.
    pub documents: Vec<AuditedDocument>,
    /// The roles of all documents, in order.
    pub roles: Vec<AuditedRole>,
    /// What the classifier says of the duties.
    pub verdicts: Verdicts,
    /// Problems met while reading, in order.
    pub problems: Vec<(SourceId, Problem)>,
    /// Comments that address this program, in order.
    pub comments: Vec<(SourceId, document::Comment)>,
    /// Sources met in a folder that describe no role and were passed over.
    pub passed_over: Vec<SourceId>,
    /// Who claims what, where, under which role model.
    pub organization: Organization,
    /// What the checks found: first on the role model, then by path, place and check.
    pub findings: Vec<Finding>,
    /// What the checks found and comments allow, in the same order.
    pub accepted: Vec<Accepted>,
    /// How many findings are not shown, and why.
    pub hidden: Hidden,
}

/// Findings that are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Below the confidence asked for.
    pub low_confidence: usize,
    /// Allowed by a comment.
    pub suppressed: usize,
}

/// A role document within an audit.
#[derive(Debug)]
pub struct AuditedDocument {
    /// Its source.
    pub source: SourceId,
    /// Its scope.
    pub scope: Scope,
    /// Its declared model.
    pub model: Option<MappedText>,
    /// Its matrices.
    pub matrices: Vec<Matrix>,
    /// Its roles, as a range of [`Audit::roles`].
    pub roles: std::ops::Range<usize>,
}

/// A role within an audit: what the document says, and what it means.
#[derive(Debug)]
pub struct AuditedRole {
    /// Its source.
    pub source: SourceId,
    /// Index of its document in [`Audit::documents`].
    pub document: usize,
    /// The title as shown to people; a stand-in when the document gives none.
    pub title: String,
    /// What kind of role the title names, if it is known.
    pub kind: Option<KindId>,
    /// Whether the title names both product roles (`Product Manager / Owner`).
    pub both: bool,
    /// Teams it works for, as declared by itself or its document.
    pub teams: Vec<String>,
    /// Products it works on, as declared by itself or its document.
    pub products: Vec<String>,
    /// Trains it belongs to, as declared by itself or its document.
    pub trains: Vec<String>,
    /// Its duties with their verdicts.
    pub duties: Vec<AuditedDuty>,
    /// Its other sections.
    pub sections: Vec<Section>,
    /// Where to point when the role as a whole is meant.
    pub place: Span,
    /// Its own declared model.
    pub model: Option<MappedText>,
    /// The words in it that belong to one role model, each once.
    pub markers: Box<[(ModelId, u16)]>,
    /// The language its duties are written in, when they are not judged for it.
    pub unjudged: Option<LanguageId>,
}

/// A duty within an audit.
#[derive(Debug)]
pub struct AuditedDuty {
    /// The statement.
    pub text: MappedText,
    /// What the classifier says of it, in [`Audit::verdicts`]; duties that say the same share it.
    pub judged: Judged,
}

impl AuditedRole {
    /// The order of roles by what they say, wherever they stand: by title, then by duties.
    pub fn by_content(&self, other: &Self) -> std::cmp::Ordering {
        fn duties(role: &AuditedRole) -> impl Iterator<Item = &str> {
            role.duties.iter().map(|duty| duty.text.as_str())
        }
        self.title.cmp(&other.title).then_with(|| duties(self).cmp(duties(other)))
    }

    /// A label at the role itself.
    pub fn label(&self, message: impl Into<Cow<'static, str>>) -> Label {
        Label { source: self.source, span: self.place, message: message.into() }
    }

    /// A label at a range of a duty's text.
    pub fn duty_label(&self, duty: &AuditedDuty, range: std::ops::Range<usize>, message: impl Into<Cow<'static, str>>) -> Label {
        Label { source: self.source, span: duty.text.span(range), message: message.into() }
    }
}

impl Audit {
    /// One source.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// What the classifier says of a duty.
    pub fn verdict(&self, duty: &AuditedDuty) -> &Verdict {
        &self.verdicts[duty.judged.id]
    }

    /// The parts of a duty, each with what is said of it.
    pub fn parts(&self, duty: &AuditedDuty) -> &[Part] {
        self.verdict(duty).parts()
    }

    /// Reads and classifies all inputs, runs the checks, and orders what they find.
    pub fn run(inputs: Vec<Input>, rulebook: &Rulebook, settings: &Settings) -> Self {
        Self::run_watched(inputs, rulebook, settings, &|| ())
    }

    /// The same; `done` is called after each input that was read and classified, from any thread.
    pub fn run_watched(
        inputs: impl IntoParallelIterator<Item = Input, Iter: IndexedParallelIterator>,
        rulebook: &Rulebook,
        settings: &Settings,
        done: &(dyn Fn() + Sync),
    ) -> Self {
        let known = Known::default();
        let markers = Markers::new(rulebook);
        // One for each thread, which so remembers the words of all it reads.
        let reader = || Mutex::new(Reader::new(rulebook, &settings.limits, &markers, &known));
        let readers: Vec<_> = (0..rayon::current_num_threads()).map(|_| reader()).collect();
        // The allocator asks the system for the first piece of such a size, and takes others from the store of each thread.
        reading::make_room();
        let parts: Vec<Self> = inputs
            .into_par_iter()
            .with_max_len(AT_A_TIME)
            .fold(Self::default, |mut part, input| {
                let own = &readers[rayon::current_thread_index().unwrap_or_default()];
                part.add(own.lock().unwrap_or_else(PoisonError::into_inner).read(input));
                done();
                part
            })
            .collect();
        let readers = readers.into_iter().map(|reader| reader.into_inner().unwrap_or_else(PoisonError::into_inner));
        let (verdicts, audit) = rayon::join(|| Reader::verdicts(readers), || Self::joined(parts));
        let mut audit = Self { verdicts, ..audit };
        // What is no longer needed is given back while the rest is worked out.
        rayon::join(|| audit.judge(rulebook, settings), || drop(known));
        audit
    }

    /// Parts that were read side by side, in order, as one. Lists are put together side by side as well.
    fn joined(mut parts: Vec<Self>) -> Self {
        let mut count = (0, 0, 0);
        let before: Vec<(u32, usize, usize)> = parts
            .iter()
            .map(|part| {
                let with_this = (count.0 + part.sources.len() as u32, count.1 + part.documents.len(), count.2 + part.roles.len());
                std::mem::replace(&mut count, with_this)
            })
            .collect();
        parts.par_iter_mut().zip(before).for_each(|(part, before)| part.count_on(before));
        let sources: Vec<_> = parts.iter_mut().map(|part| std::mem::take(&mut part.sources)).collect();
        let documents: Vec<_> = parts.iter_mut().map(|part| std::mem::take(&mut part.documents)).collect();
        let roles: Vec<_> = parts.iter_mut().map(|part| std::mem::take(&mut part.roles)).collect();
        let others = || Self {
            problems: parts.iter_mut().flat_map(|part| part.problems.drain(..)).collect(),
            comments: parts.iter_mut().flat_map(|part| part.comments.drain(..)).collect(),
            passed_over: parts.iter_mut().flat_map(|part| part.passed_over.drain(..)).collect(),
            ..Self::default()
        };
        let ((roles, documents), (sources, others)) =
            rayon::join(|| rayon::join(|| in_a_row(roles), || in_a_row(documents)), || rayon::join(|| in_a_row(sources), others));
        Self { sources, documents, roles, ..others }
    }

    /// Lets a part count on after so many sources, documents and roles; by itself it counts from nought.
    fn count_on(&mut self, (sources, documents, roles): (u32, usize, usize)) {
        let move_on = |source: &mut SourceId| source.0 += sources;
        for document in &mut self.documents {
            move_on(&mut document.source);
            document.roles = document.roles.start + roles..document.roles.end + roles;
        }
        for role in &mut self.roles {
            move_on(&mut role.source);
            role.document += documents;
        }
        self.problems.iter_mut().for_each(|(source, _)| move_on(source));
        self.comments.iter_mut().for_each(|(source, _)| move_on(source));
        self.passed_over.iter_mut().for_each(move_on);
    }

    /// Works out the organisation behind the roles and runs the checks on it.
    pub fn judge(&mut self, rulebook: &Rulebook, settings: &Settings) {
        scopes::assign(self, settings);
        self.name_kinds(rulebook, settings);
        titled::assign(self, rulebook);
        titled::assign_by_heading(self);
        self.organization = Organization::build(self, rulebook, settings);
        let found = checks::run(self, rulebook, settings);
        (self.findings, self.accepted, self.hidden) = (found.shown, found.accepted, found.hidden);
    }

    /// Gives roles whose titles the settings explain the kind these say.
    fn name_kinds(&mut self, rulebook: &Rulebook, settings: &Settings) {
        for role in &mut self.roles {
            let titles = || settings.titles.iter();
            let exactly = titles().find(|(title, _)| same_words(title, &role.title));
            let named = exactly.or_else(|| titles().find(|(title, _)| rulebook.titles().are_same(title, &role.title)));
            if let Some(kind) = named.and_then(|(_, kind)| rulebook.kind_by_id(kind)) {
                (role.kind, role.both) = (Some(kind), false);
            }
        }
    }

    fn add(&mut self, read: ReadInput) {
        let source = SourceId(self.sources.len() as u32);
        let empty = read.documents.iter().all(|document| document.roles.is_empty() && document.matrices.is_empty());
        if empty && read.problems.is_empty() {
            if read.named {
                self.problems.push((source, nothing_found(&read.source)));
            } else {
                self.passed_over.push(source);
            }
        }
        self.problems.extend(read.problems.into_iter().map(|problem| (source, problem)));
        self.comments.extend(read.comments.into_iter().map(|comment| (source, comment)));
        self.documents.reserve(read.documents.len());
        self.roles.reserve(read.documents.iter().map(|document| document.roles.len()).sum());
        for document in read.documents {
            let first = self.roles.len();
            let index = self.documents.len();
            for mut role in document.roles {
                role.source = source;
                role.document = index;
                self.roles.push(role);
            }
            self.documents.push(AuditedDocument {
                source,
                scope: document.scope,
                model: document.model,
                matrices: document.matrices,
                roles: first..self.roles.len(),
            });
        }
        self.sources.push(read.source);
    }
}

/// Lists as one, which the first of them grows to.
fn in_a_row<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let all = lists.iter().map(Vec::len).sum::<usize>();
    let mut lists = lists.into_iter();
    let mut list = lists.next().unwrap_or_default();
    list.reserve_exact(all - list.len());
    lists.for_each(|mut other| list.append(&mut other));
    list
}

/// Whether two titles are the same but for case and spaces.
fn same_words(one: &str, other: &str) -> bool {
    let mut words = one.split_whitespace().zip(other.split_whitespace());
    one.split_whitespace().count() == other.split_whitespace().count()
        && words.all(|(one, other)| one == other || one.to_lowercase() == other.to_lowercase())
}
