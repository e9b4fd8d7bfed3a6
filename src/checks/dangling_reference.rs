//! dangling-reference: a duty leans on something that nobody in the set holds.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::classify::{self, Part};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::order;
use crate::org::claims::deciding_words;
use crate::org::scopes::Kind;
use crate::org::{Claim, ScopeId};
use crate::rulebook::hints::Family;
use crate::rulebook::phrases::{Lowered, places};
use crate::rulebook::{AreaId, Coverage, KindId, Relation};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "dangling-reference",
    severity: Severity::Warning,
    default_on: true,
    page: include_str!("dangling_reference.md"),
    run,
};

/// How many bytes after "set by" the holder must begin within.
const NEAR: usize = 16;

/// What a duty leans on.
struct Leaning {
    area: AreaId,
    /// The words in the duty's text.
    words: Range<usize>,
    /// Who is said to hold it, if anybody.
    holder: Option<String>,
}

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let scopes = &context.org.scopes;
    let component = |scope: ScopeId| scopes.get(scope).component;
    let gaps: BTreeSet<(u32, AreaId)> = context.org.gaps.iter().map(|gap| (component(gap.scope), gap.area)).collect();
    // This reads every duty, so scopes are judged side by side.
    let judged = scopes.list.par_iter().enumerate().map(|(at, _)| {
        let scope = ScopeId(at as u32);
        in_scope(context, scope, |area| gaps.contains(&(component(scope), area)))
    });
    let found: Vec<Vec<Finding>> = judged.collect();
    findings.extend(found.into_iter().flatten());
}

/// What the duties of a scope's own roles lean on. `is_gap` says of which areas it is reported already that nobody holds them.
fn in_scope(context: &Context<'_>, scope: ScopeId, is_gap: impl Fn(AreaId) -> bool) -> Vec<Finding> {
    let declared = context.org.scopes.get(scope);
    // One document alone leans on others by nature.
    if context.org.ledger.roles(scope) < 2 {
        return Vec::new();
    }
    let Some(most) = context.severity(&CHECK, context.org.choice(scope).model) else { return Vec::new() };
    let severity = if declared.kind == Kind::Document { Severity::Info } else { most };
    // One finding an area; which one must not change with the order of roles and duties.
    let mut chosen: BTreeMap<AreaId, (&Claim, Leaning)> = BTreeMap::new();
    let matters = |area, held| {
        let loose = is_loose(context, scope, area);
        if held { loose || is_contradicted(context, scope, area) } else { loose && !is_gap(area) }
    };
    let claims = declared.roles.iter().flat_map(|&role| context.org.claims_of(role as usize));
    let claims = claims.filter(|claim| may_lean(context, scope, claim, matters));
    // What they say lies all over the memory; asked for one right after the other, it comes at the same time.
    let said = |claim: &Claim| (claim.duty(context.audit).text.as_str(), claim.part(context.audit));
    let claims: Vec<_> = claims.map(|claim| (claim, said(claim))).collect();
    for (claim, said) in claims {
        let leanings = leanings(context, scope, claim, said, matters).into_iter();
        for leaning in leanings.filter(|leaning| matters(leaning.area, leaning.holder.is_some())) {
            match chosen.entry(leaning.area) {
                Entry::Vacant(free) => {
                    free.insert((claim, leaning));
                }
                Entry::Occupied(mut taken) => {
                    let (other, others) = taken.get();
                    if by_content(context, (claim, &leaning), (other, others)).is_lt() {
                        taken.insert((claim, leaning));
                    }
                }
            }
        }
    }
    let mut chosen: Vec<_> = chosen.into_values().collect();
    order::by_key(&mut chosen, |(claim, leaning)| (claim.role, claim.duty, claim.part, leaning.words.start));
    chosen.iter().map(|(claim, leaning)| finding(context, scope, claim, leaning, severity)).collect()
}

/// The order of what roles lean on by what they say, wherever they stand.
fn by_content(context: &Context<'_>, (a, leaning_a): (&Claim, &Leaning), (b, leaning_b): (&Claim, &Leaning)) -> Ordering {
    let key = |claim: &Claim| (&context.audit.roles[claim.role as usize].title, claim.duty(context.audit).text.as_str());
    let words = |leaning: &Leaning| (leaning.words.start, leaning.words.end);
    key(a).cmp(&key(b)).then_with(|| words(leaning_a).cmp(&words(leaning_b)))
}

/// Whether the words of a claim are worth reading, which lie far away: it leans by what it does, or somebody else may be named.
/// `matters` says whether anything comes of it that a claim leans on an area, which somebody is said to hold or not.
fn may_lean(context: &Context<'_>, scope: ScopeId, claim: &Claim, matters: impl Fn(AreaId, bool) -> bool) -> bool {
    let refers = || claim.hints.may_hold(Family::References);
    let leans = match claim.relation {
        Relation::Follow => refers() || matters(claim.area, false),
        Relation::Contribute => is_core(context, scope, claim) && matters(claim.area, false),
        Relation::Transform | Relation::Assure => refers(),
        _ => false,
    };
    (leans || claim.names_body || claim.hints.may_hold(Family::HolderFrames) || claim.held_by.is_some()) && !claim.derived
}

/// Whether a claim is on what one must hold: giving input to it leans on that one, taking part in what many share leans on nobody.
fn is_core(context: &Context<'_>, scope: ScopeId, claim: &Claim) -> bool {
    context.org.model(scope, context.rulebook).area(claim.area).coverage == Coverage::Core
}

/// What the part of a duty leans on: what it says another holds, what it follows or helps with, what it turns into something else.
fn leanings(
    context: &Context<'_>,
    scope: ScopeId,
    claim: &Claim,
    (duty, part): (&str, &Part),
    matters: impl Fn(AreaId, bool) -> bool,
) -> Vec<Leaning> {
    let (evidence, mut found) = (context.rulebook.evidence(), Vec::new());
    // A border drawn leans on nothing.
    if claim.claim == classify::Claim::Excluded && claim.held_by.is_none() && part.outside.is_empty() {
        return found;
    }
    let (text, start) = (duty.get(part.place.range()).unwrap_or_default(), part.place.start as usize);
    let references = || if claim.hints.may_hold(Family::References) { evidence.references_in(text) } else { Vec::new() };
    let moved = |range: Range<usize>| range.start + start..range.end + start;
    let whole = || deciding_words(part, duty, context.rulebook);
    if let Some(kind) = claim.held_by
        && !context.org.ledger.describes(scope, kind)
    {
        let holder = context.rulebook.kind(kind).name.clone();
        found.push(Leaning { area: claim.area, words: whole(), holder: Some(holder) });
    }
    if !part.given.is_empty() {
        // "The roadmap, which is set by the board": nothing but marks between the two.
        let holder = duty.get(part.outside.range()).unwrap_or_default();
        let adjoins = |range: &Range<usize>| {
            let between = duty.get(range.end + start..part.given.start as usize);
            between.is_some_and(|between| !between.contains(char::is_alphanumeric))
        };
        let settled = references().into_iter().find(|(range, _)| adjoins(range));
        found.extend(settled.map(|(range, area)| {
            let words = range.start + start..part.outside.end as usize;
            Leaning { area, words, holder: Some(holder.to_owned()) }
        }));
        return found;
    }
    // Who writes as a board has specified still writes.
    let decided = claim.claim == classify::Claim::Excluded || matches!(claim.relation, Relation::Contribute | Relation::Follow);
    if !part.outside.is_empty() && decided {
        let (name, whole) = (part.outside.range(), whole());
        let holder = duty.get(name.clone()).unwrap_or_default().to_owned();
        found.push(Leaning { area: claim.area, words: whole.start.min(name.start)..whole.end.max(name.end), holder: Some(holder) });
        return found;
    }
    let leans = matches!(claim.relation, Relation::Follow | Relation::Transform | Relation::Assure);
    let holder = if claim.hints.may_hold(Family::HolderFrames) { holder(context, scope, text) } else { None };
    let references = if leans || holder.is_some() { references() } else { Vec::new() };
    let named = holder.is_some();
    if let Some((at, holder)) = holder {
        let nearest = references.iter().filter(|(range, _)| range.end <= at.start).max_by_key(|(range, _)| range.end);
        let area = nearest.map_or(claim.area, |&(_, area)| area);
        let from = nearest.map_or(at.start, |(range, _)| range.start);
        found.push(Leaning { area, words: moved(from..at.end), holder: Some(holder) });
    }
    for (range, area) in references.into_iter().filter(|&(_, area)| leans && !named && area != claim.area && matters(area, false)) {
        found.push(Leaning { area, words: moved(range), holder: None });
    }
    let leans = claim.relation == Relation::Follow || (claim.relation == Relation::Contribute && is_core(context, scope, claim));
    if leans && claim.held_by.is_none() && !named && matters(claim.area, false) {
        found.push(Leaning { area: claim.area, words: whole(), holder: None });
    }
    found
}

/// Who a text says holds what stands before, when no such role is described: the words and the name.
fn holder(context: &Context<'_>, scope: ScopeId, text: &str) -> Option<(Range<usize>, String)> {
    let evidence = context.rulebook.evidence();
    let frames = evidence.holder_frames.places(text).into_iter();
    let frame = frames.map(|(range, ())| range).min_by_key(|range| range.start)?;
    let rest = &Lowered::new(text[frame.end..].to_ascii_lowercase());
    let body = evidence.bodies.iter().find_map(|body| places(rest, body).next().filter(|range| range.start <= NEAR));
    let title = || {
        let place = context.rulebook.titles().mention(&text[frame.end..]).filter(|place| place.range.start <= NEAR)?;
        let described = place.reading.kind.is_none_or(|kind| context.org.ledger.describes(scope, kind));
        (!described).then_some(place.range)
    };
    let range = body.or_else(title)?;
    let name = text[frame.end + range.start..frame.end + range.end].to_owned();
    Some((frame.start..frame.end + range.end, name))
}

/// Whether a text gives an area to somebody who is not described, while none but a role that should not holds it.
fn is_contradicted(context: &Context<'_>, scope: ScopeId, area: AreaId) -> bool {
    let rules = context.org.model(scope, context.rulebook).area(area);
    let owns = |role: u32| rules.owners.iter().any(|&owner| context.org.roles[role as usize].plays(owner));
    let mut holders = context.org.claims_on(scope, area).filter(|claim| claim.covers && claim.is_own());
    let product = rules.owners.iter().any(|&owner| matches!(owner, KindId::PM | KindId::PO));
    product && !rules.off && !holders.any(|claim| owns(claim.role))
}

/// Whether nobody in the set holds an area that a product role should hold.
fn is_loose(context: &Context<'_>, scope: ScopeId, area: AreaId) -> bool {
    let rules = context.org.model(scope, context.rulebook).area(area);
    let product = rules.owners.iter().any(|&owner| matches!(owner, KindId::PM | KindId::PO));
    let matters = matches!(rules.coverage, Coverage::Core | Coverage::Expected);
    product && matters && !rules.off && !context.org.ledger.covers(scope, area)
}

fn finding(context: &Context<'_>, scope: ScopeId, claim: &Claim, leaning: &Leaning, severity: Severity) -> Finding {
    let role = &context.audit.roles[claim.role as usize];
    let duty = claim.duty(context.audit);
    let name = context.area_name(leaning.area);
    let words = quote(&duty.text.as_str()[leaning.words.clone()]);
    let place = context.org.scopes.get(scope).title();
    let message = match &leaning.holder {
        Some(holder) => format!("{words} leaves {name} to {holder}, and no such role is described in {place}"),
        None => format!("{words} leans on {name}, which nobody holds in {place}"),
    };
    let owner = context.usual_owner(scope, leaning.area, 0);
    let help = format!(
        "Either add the document of the one who holds {name} (usually the {owner}), or name the described role that does and write it into \
         its duties."
    );
    let label = Label { source: role.source, span: duty.text.span(leaning.words.clone()), message: format!("{name}: held by whom?").into() };
    let sure = if claim.confidence == Confidence::Low { Confidence::Low } else { Confidence::Medium };
    let finding = Finding::new(CHECK.id, severity, sure, message, label)
        .with_label(role.label("the role"))
        .with_area(leaning.area)
        .with_role(&role.title)
        .with_help(help);
    context.in_scope(scope, finding)
}
