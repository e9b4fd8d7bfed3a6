//! The list of all checks. A check is two sibling files, `<id>.rs` (its judgement) and `<id>.md` (its page), and one
//! entry in this list; everything else is derived from these.

mod tools;

use crate::audit::{Audit, Hidden};
use crate::finding::{self, Finding, Severity};
use crate::org::Organization;
use crate::rulebook::Rulebook;
use crate::settings::Settings;

/// A check: what it is called, how much its findings matter, what its page says, and how it judges.
#[derive(Debug)]
pub struct Check {
    /// Id: the name of its files, with hyphens.
    pub id: &'static str,
    /// Severity unless configured otherwise. The judgement may lower it for a finding it is less sure of.
    pub severity: Severity,
    /// Whether it runs unless asked for.
    pub default_on: bool,
    /// Its page.
    pub page: &'static str,
    /// Its judgement.
    pub run: fn(&Context<'_>, &mut Vec<Finding>),
}

/// What a check may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything that was read and classified.
    pub audit: &'a Audit,
    /// Who claims what, where, under which model.
    pub org: &'a Organization,
    /// The knowledge to judge by.
    pub rulebook: &'a Rulebook,
    /// What is in force.
    pub settings: &'a Settings,
}

/// Declares the modules of the checks and lists them.
macro_rules! checks {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+
        /// All checks, in the order in which they are documented.
        pub const ALL: &[Check] = &[$($name::CHECK),+];
    };
}

checks! {
    unreadable_document,
    empty_role,
    unknown_key,
    folded_bullets,
    pm_holds_po_duty,
    po_holds_pm_duty,
    neighbour_duty,
    unclear_duty,
    compound_duty,
}

/// The check with this id.
pub fn by_id(id: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.id == id)
}

/// Runs the checks that are on. Their findings come ordered by path, place and check, each with its fingerprint; those
/// below the confidence asked for are counted, not returned.
pub fn run(audit: &Audit, rulebook: &Rulebook, settings: &Settings) -> (Vec<Finding>, Hidden) {
    let context = Context { audit, org: &audit.organization, rulebook, settings };
    let mut findings = Vec::new();
    for check in ALL.iter().filter(|check| settings.runs(check.id, check.default_on)) {
        let first = findings.len();
        (check.run)(&context, &mut findings);
        if let Some(&Some(severity)) = settings.severity.get(check.id) {
            for finding in &mut findings[first..] {
                let lowered = finding.severity < check.severity;
                finding.severity = if lowered { severity.min(finding.severity) } else { severity };
            }
        }
    }
    let found = findings.len();
    findings.retain(|finding| finding.confidence >= settings.min_confidence);
    let hidden = Hidden { low_confidence: found - findings.len(), ..Hidden::default() };
    let key = |finding: &Finding| (finding.primary().source, finding.primary().span, finding.check);
    findings.sort_by(|a, b| {
        let name = |finding: &Finding| audit.source(finding.primary().source).name();
        name(a).cmp(name(b)).then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    finding::set_fingerprints(&mut findings, &audit.sources);
    (findings, hidden)
}
