//! The list of all checks. A check is two sibling files, `<id>.rs` (its judgement) and `<id>.md` (its page), and one
//! entry in this list; everything else is derived from these.

mod tools;

use crate::audit::{Audit, Hidden};
use crate::finding::{Accepted, Finding, Severity};
use crate::order;
use crate::org::Organization;
use crate::rulebook::Rulebook;
use crate::settings::Settings;
use crate::source::Source;
use crate::suppress::Suppressions;
use rayon::prelude::*;
pub use tools::findings::Findings;
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
    pub run: fn(&Context<'_>, &mut Findings<'_>),
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
/// others; those below the confidence asked for are counted, not returned.
pub fn run(audit: &Audit, rulebook: &Rulebook, settings: &Settings) -> Found {
    let suppressions = if settings.suppressions { Suppressions::read(audit) } else { Suppressions::default() };
    let context = Context { audit, org: &audit.organization, rulebook, settings, suppressions: &suppressions };
    let late = |check: &&Check| check.id == unused_suppression::CHECK.id;
    // Checks differ much in what they cost.
    let early = ALL.par_iter().with_max_len(1).filter(|check| !late(check));
    let mut results: Vec<(Vec<Finding>, usize)> = early.map(|check| run_one(check, &context)).collect();
    results.push(run_one(&unused_suppression::CHECK, &context));
    let (mut lists, unsure): (Vec<Vec<Finding>>, Vec<usize>) = results.into_iter().unzip();
    precedence::replace(&mut lists, |finding| context.is_sure(finding) || context.allowed(finding).is_some());

    // What is shown is told side by side, before the lists are put together.
    let apart: Vec<Apart> = lists.into_par_iter().with_max_len(1).map(|list| Apart::new(list, &context)).collect();

    let hidden = Hidden { low_confidence: unsure.into_iter().sum(), suppressed: 0 };
    let (mut found, places) = rayon::join(|| Found::of(apart, hidden), || places(&audit.sources));
    sort(&mut found.shown, &places, |finding| finding);
    sort(&mut found.accepted, &places, |accepted| &accepted.finding);
    found
}

/// What one check found: what is shown, what comments allow, and the number of all else.
struct Apart {
    shown: Vec<Finding>,
    accepted: Vec<Accepted>,
    unsure: usize,
}

impl Apart {
    fn new(mut list: Vec<Finding>, context: &Context<'_>) -> Self {
        let allowed = list.extract_if(.., |finding| context.allowed(finding).is_some());
        let accepted = allowed.map(|finding| {
            let reason = context.allowed(&finding).unwrap_or_default().to_owned();
            Accepted { finding, reason }
        });
        let accepted = accepted.collect();
        let all = list.len();
        list.retain(|finding| context.is_sure(finding));
        Self { accepted, unsure: all - list.len(), shown: list }
    }
}

impl Found {
    /// What all checks found. The longest list grows by the others, so that findings are not held twice.
    fn of(mut apart: Vec<Apart>, hidden: Hidden) -> Self {
        let mut found = Self { hidden, ..Self::default() };
        if let Some(longest) = (0..apart.len()).max_by_key(|&at| apart[at].shown.len()) {
            let longest = apart.swap_remove(longest);
            found.take(longest);
        }
        found.shown.reserve_exact(apart.iter().map(|list| list.shown.len()).sum());
        for list in apart {
            found.take(list);
        }
        found.hidden.suppressed = found.accepted.len();
        found
    }

    fn take(&mut self, mut list: Apart) {
        self.accepted.append(&mut list.accepted);
        self.hidden.low_confidence += list.unsure;
        if self.shown.is_empty() {
            self.shown = list.shown;
        } else {
            self.shown.append(&mut list.shown);
        }
    }
}

/// Puts findings into the order of paths, places and checks; those that agree in all of these stay in the order in which they were found.
fn sort<T: Sync>(list: &mut [T], places: &[u32], of: fn(&T) -> &Finding) {
    if list.len() < 2 {
        return;
    }
    // Findings are large and lie far apart, so what tells nearly all of them apart is put together, with their numbers.
    let keys = list.par_iter().enumerate().map(|(at, item)| {
        let (check, primary) = (of(item).check, of(item).primary());
        ((!ON_THE_MODEL.contains(&check), places[primary.source.0 as usize], primary.source, primary.span), at as u32)
    });
    let mut keys: Vec<_> = keys.collect();
    keys.par_sort_unstable_by(|(one, a), (other, b)| {
        let further = |at: u32| (of(&list[at as usize]).check, &of(&list[at as usize]).message, at);
        one.cmp(other).then_with(|| further(*a).cmp(&further(*b)))
    });
    order::arrange(list, keys.into_iter().map(|(_, at)| at as usize).collect());
}

/// The place of each source in the order of their names; those with one name share it. Mostly they are in order already.
fn places(sources: &[Source]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order::by_key(&mut order, |&at| sources[at].name());
    let mut places = vec![0; sources.len()];
    for (place, same) in (0..).zip(order.chunk_by(|&one, &other| sources[one].name() == sources[other].name())) {
        for &at in same {
            places[at] = place;
        }
    }
    places
}

/// What one check finds; nothing when it is off.
fn run_one(check: &Check, context: &Context<'_>) -> (Vec<Finding>, usize) {
    let mut findings = Findings::new(check, context);
    if context.settings.runs(check.id, check.default_on) {
        (check.run)(context, &mut findings);
    }
    findings.finish()
}
