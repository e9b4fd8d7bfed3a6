//! The list of all checks. A check is two sibling files, `<id>.rs` (its judgement) and `<id>.md` (its page), and one
//! entry in this list; everything else is derived from these.

mod tools;

use crate::audit::{Audit, Hidden};
use crate::finding::{self, Accepted, Finding, Label, Severity};
use crate::org::Organization;
use crate::rulebook::Rulebook;
use crate::settings::Settings;
use crate::source::Source;
use crate::suppress::Suppressions;
use rayon::prelude::*;
use tools::precedence;

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
    /// What comments allow.
    pub suppressions: &'a Suppressions,
}

impl<'a> Context<'a> {
    /// Whether the program is as sure of a finding as is asked for.
    fn is_sure(&self, finding: &Finding) -> bool {
        finding.confidence >= self.settings.min_confidence
    }

    /// Why a finding is allowed, when a comment says so.
    fn allowed(&self, finding: &Finding) -> Option<&'a str> {
        if ON_COMMENTS.contains(&finding.check) {
            None
        } else {
            self.suppressions.allow(finding, self.audit)
        }
    }
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
    unsupported_language,
    context_undeclared,
    context_contradiction,
    two_owners,
    unpartitioned_scope,
    joint_ownership,
    unsplit_customer_voice,
    core_area_unowned,
    broken_hand_off,
    dangling_reference,
    pm_holds_po_duty,
    po_holds_pm_duty,
    wrong_altitude,
    neighbour_duty,
    off_centre_role,
    scribe_po,
    accountability_without_authority,
    metric_crossing,
    row_with_two_a,
    row_without_a,
    matrix_contradicts_text,
    unclear_duty,
    compound_duty,
    objectless_duty,
    unused_suppression,
    unknown_suppression,
    bare_suppression,
}

/// The check with this id.
pub fn by_id(id: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.id == id)
}

/// Checks on the role model. What they find comes first, for all the rest depends on it.
const ON_THE_MODEL: [&str; 2] = [context_undeclared::CHECK.id, context_contradiction::CHECK.id];

/// Checks whose findings no comment can allow, for they are about comments.
const ON_COMMENTS: [&str; 3] = [unused_suppression::CHECK.id, unknown_suppression::CHECK.id, bare_suppression::CHECK.id];

/// What the checks found.
#[derive(Debug, Default)]
pub struct Found {
    /// What is shown.
    pub shown: Vec<Finding>,
    /// What comments allow.
    pub accepted: Vec<Accepted>,
    /// What is not shown, in numbers.
    pub hidden: Hidden,
}

/// Runs the checks that are on. Their findings come ordered by path, place and check, those on the role model before all
/// others, each with its fingerprint; those below the confidence asked for are counted, not returned.
pub fn run(audit: &Audit, rulebook: &Rulebook, settings: &Settings) -> Found {
    let suppressions = if settings.suppressions { Suppressions::read(audit) } else { Suppressions::default() };
    let context = Context { audit, org: &audit.organization, rulebook, settings, suppressions: &suppressions };
    let late = |check: &&Check| check.id == unused_suppression::CHECK.id;
    let mut results: Vec<(Vec<Finding>, usize)> =
        ALL.par_iter().filter(|check| !late(check)).map(|check| run_one(check, &context)).collect();
    results.push(run_one(&unused_suppression::CHECK, &context));
    let (mut found, unsure): (Vec<Vec<Finding>>, Vec<usize>) = results.into_iter().unzip();
    precedence::replace(&mut found, |finding| context.is_sure(finding) || context.allowed(finding).is_some());

    let mut hidden = Hidden { low_confidence: unsure.into_iter().sum(), suppressed: 0 };
    let mut shown = Vec::with_capacity(found.iter().flatten().filter(|finding| context.is_sure(finding)).count());
    let mut accepted = Vec::new();
    for findings in found {
        for finding in findings {
            match (context.allowed(&finding), context.is_sure(&finding)) {
                (Some(reason), _) => accepted.push(Accepted { reason: reason.to_owned(), finding }),
                (None, false) => hidden.low_confidence += 1,
                (None, true) => shown.push(finding),
            }
        }
    }
    hidden.suppressed = accepted.len();
    sort(&mut shown, audit, |finding| finding);
    sort(&mut accepted, audit, |accepted| &accepted.finding);
    finding::set_fingerprints(shown.iter_mut(), &audit.sources);
    finding::set_fingerprints(accepted.iter_mut().map(|accepted| &mut accepted.finding), &audit.sources);
    Found { shown, accepted, hidden }
}

/// Puts findings into the order of paths, places and checks.
fn sort<T: Send>(list: &mut [T], audit: &Audit, of: fn(&T) -> &Finding) {
    if list.len() < 2 {
        return;
    }
    // Findings are many and names long: sources are put in order once.
    let mut names: Vec<&str> = audit.sources.iter().map(Source::name).collect();
    names.sort_unstable();
    let places: Vec<usize> = audit.sources.iter().map(|source| names.partition_point(|name| *name < source.name())).collect();
    list.par_sort_by(|a, b| {
        let (a, b) = (of(a), of(b));
        let rank = |finding: &Finding| !ON_THE_MODEL.contains(&finding.check);
        let name = |finding: &Finding| places[finding.primary().source.0 as usize];
        let place = |finding: &Finding| (finding.primary().source, finding.primary().span, finding.check);
        rank(a)
            .cmp(&rank(b))
            .then_with(|| name(a).cmp(&name(b)))
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| a.message.cmp(&b.message))
    });
}

/// What one check finds, with the severity in force; nothing when it is off. Of what is not shown, only what it is about and where
/// it is are kept, and its number alone where nothing could replace it.
fn run_one(check: &Check, context: &Context<'_>) -> (Vec<Finding>, usize) {
    let mut findings = Vec::new();
    if context.settings.runs(check.id, check.default_on) {
        (check.run)(context, &mut findings);
    }
    if let Some(&Some(severity)) = context.settings.severity.get(check.id) {
        for finding in &mut findings {
            let lowered = finding.severity < check.severity;
            finding.severity = if lowered { severity.min(finding.severity) } else { severity };
        }
    }
    let mut unsure = 0;
    findings.retain_mut(|finding| {
        // Asked of each, for what allows nothing is found out later.
        let allowed = context.allowed(finding).is_some();
        if !allowed && !context.is_sure(finding) {
            if !precedence::is_replaceable(check.id) {
                unsure += 1;
                return false;
            }
            (finding.message, finding.help, finding.roles) = (String::new(), None, Vec::new());
            finding.labels = vec![Label { message: String::new(), ..finding.labels[0] }];
        }
        true
    });
    findings.shrink_to_fit();
    (findings, unsure)
}
