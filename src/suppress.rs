//! Suppressions: comments in documents that allow findings where they stand.
//!
//! `# role-audit: allow(two-owners) reason` speaks of the line it stands on, or of the line below when it stands alone; in
//! Markdown the same words stand in `<!-- -->`. A line stands for the whole duty that it is a part of.

use crate::audit::Audit;
use crate::document::Comment;
use crate::finding::{Finding, Label, SourceId};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a comment to this program begins with.
const MARK: &str = "role-audit:";

/// One comment that allows findings.
#[derive(Debug)]
pub struct Suppression {
    /// Where it stands.
    pub source: SourceId,
    /// The whole comment.
    pub span: Span,
    /// The ids it allows.
    pub ids: Vec<Allowed>,
    /// Why, in its own words; empty when it does not say.
    pub reason: String,
}

/// One id that a comment allows.
#[derive(Debug)]
pub struct Allowed {
    /// The id as written.
    pub id: String,
    /// Where it stands.
    pub span: Span,
    /// Whether a finding was allowed by it.
    used: AtomicBool,
}

impl Allowed {
    /// Whether a finding was allowed by it.
    pub fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}

/// All comments of an audit that address this program.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// Those that allow something, in order.
    pub list: Vec<Suppression>,
    /// Those that could not be understood.
    pub malformed: Vec<(SourceId, Span)>,
    /// Which of the list speak of a line.
    lines: HashMap<(SourceId, usize), Vec<usize>>,
    /// For sources with suppressions the duties, by their first byte.
    duties: BTreeMap<SourceId, Vec<Span>>,
}

impl Suppressions {
    /// Reads the comments of an audit.
    pub fn read(audit: &Audit) -> Self {
        let mut result = Self::default();
        if audit.comments.is_empty() {
            return result;
        }
        // From the last to the first, so that a comment alone above another knows what that one speaks of.
        let mut speaks_of: HashMap<(SourceId, usize), usize> = HashMap::new();
        let mut about = Vec::with_capacity(audit.comments.len());
        for (id, comment) in audit.comments.iter().rev() {
            let source = audit.source(*id);
            let own = line(source, comment);
            let mut target = own;
            if comment.alone {
                target += 1;
                while is_blank(source, target) {
                    target += 1;
                }
                target = speaks_of.get(&(*id, target)).copied().unwrap_or(target);
                speaks_of.insert((*id, own), target);
            }
            about.push(target);
        }
        for ((id, comment), about) in audit.comments.iter().zip(about.into_iter().rev()) {
            let Some(suppression) = read(*id, comment) else {
                result.malformed.push((*id, comment.text.whole()));
                continue;
            };
            result.lines.entry((*id, about)).or_default().push(result.list.len());
            result.list.push(suppression);
            result.duties.entry(*id).or_default();
        }
        for role in &audit.roles {
            if let Some(duties) = result.duties.get_mut(&role.source) {
                duties.extend(role.duties.iter().map(|duty| duty.text.whole()));
            }
        }
        for duties in result.duties.values_mut() {
            duties.sort_unstable();
        }
        result
    }

    /// Whether a comment allows a finding: with the reason that the first one gives.
    pub fn allow(&self, finding: &Finding, audit: &Audit) -> Option<&str> {
        if self.list.is_empty() {
            return None;
        }
        let mut reason: Option<&str> = None;
        for label in &finding.labels {
            for line in self.lines_of(label, audit).into_iter().flatten() {
                for &index in self.lines.get(&(label.source, line)).into_iter().flatten() {
                    for id in self.list[index].ids.iter().filter(|allowed| allowed.id == finding.check) {
                        id.used.store(true, Ordering::Relaxed);
                        if reason.is_none_or(str::is_empty) {
                            reason = Some(&self.list[index].reason);
                        }
                    }
                }
            }
        }
        reason
    }

    /// The lines that a label stands on, with those of the duty it points into.
    fn lines_of(&self, label: &Label, audit: &Audit) -> Option<RangeInclusive<usize>> {
        let duties = self.duties.get(&label.source)?;
        let at = duties.partition_point(|duty| duty.start <= label.span.start);
        let duty = at.checked_sub(1).map(|at| duties[at]).filter(|duty| label.span.start < duty.end);
        let around = duty.unwrap_or(label.span);
        let source = audit.source(label.source);
        let last = label.span.end.max(around.end).saturating_sub(1).max(around.start);
        Some(source.line_of(around.start.min(label.span.start) as usize)..=source.line_of(last as usize))
    }
}

/// The line a comment stands on.
fn line(source: &Source, comment: &Comment) -> usize {
    source.line_of(comment.text.whole().start as usize)
}

/// Whether a line of a source is there and empty.
fn is_blank(source: &Source, line: usize) -> bool {
    let Some(start) = source.line_start(line) else { return false };
    let end = source.line_start(line + 1).unwrap_or(source.text().len());
    start != end && source.text()[start..end].trim().is_empty()
}

/// Reads `role-audit: allow(id, id) reason`.
fn read(source: SourceId, comment: &Comment) -> Option<Suppression> {
    let text = comment.text.as_str();
    let after_mark = MARK.len() + text.get(MARK.len()..)?.find("allow")?;
    let before = text.get(MARK.len()..after_mark)?;
    let rest = text.get(after_mark + "allow".len()..)?;
    let open = after_mark + "allow".len() + rest.len() - rest.trim_start().len();
    if !text.starts_with(MARK) || !before.trim().is_empty() || !text[open..].starts_with('(') {
        return None;
    }
    let close = open + text[open..].find(')')?;
    let mut ids = Vec::new();
    let mut at = open + 1;
    for written in text[open + 1..close].split(',') {
        let id = written.trim();
        let start = at + (written.len() - written.trim_start().len());
        at += written.len() + 1;
        if !id.is_empty() {
            ids.push(Allowed { id: id.to_owned(), span: comment.text.span(start..start + id.len()), used: AtomicBool::new(false) });
        }
    }
    let after = text[close + 1..].trim_start_matches(|c: char| c.is_whitespace() || ":;,.-–—".contains(c)).trim_end();
    let reason = if after.contains(char::is_alphanumeric) { after.to_owned() } else { String::new() };
    (!ids.is_empty()).then(|| Suppression { source, span: comment.text.whole(), ids, reason })
}
