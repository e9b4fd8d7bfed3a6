//! Roles: a card for each role, with what it holds, what it lacks, and what to ask.

use super::status::Status;
use super::survey::Survey;
use super::{Place, words};
use crate::audit::{Audit, AuditedRole};
use crate::document::SectionKind;
use crate::finding::SourceId;
use crate::order;
use crate::org::claims::COVERING;
use crate::org::{Claim, ScopeId};
use crate::report::Report;
use crate::rulebook::evidence::{CueKind, Fits};
use crate::rulebook::phrases::{Lowered, holds_any};
use crate::rulebook::{AreaId, Coverage, DutyType, KindId, Relation};
use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many questions are asked.
const QUESTIONS: usize = 3;

/// A card for each role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Roles {
    /// The cards, in order.
    pub cards: Vec<Card>,
}

/// What a role is, in one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Card {
    /// Its title, with what tells it from others.
    pub title: String,
    /// The name of its kind, if known.
    pub kind: Option<String>,
    /// The scopes it holds its duties for.
    pub scopes: Vec<String>,
    /// The name of the role model it is judged by.
    pub model: String,
    /// Where it stands.
    pub place: Place,
    /// How many findings name it.
    pub open: usize,
    /// Its duties by type.
    pub mix: Mix,
    /// What its owned duties read as.
    pub centre: Centre,
    /// What it owns, runs or creates.
    pub holds: Vec<Held>,
    /// What it gives input to or helps with.
    pub helps: Vec<Held>,
    /// Core areas of its kind that nobody around it holds: their names.
    pub missing: Vec<String>,
    /// Duties that usually belong to another role.
    pub elsewhere: Vec<Elsewhere>,
    /// Results it answers for, and the decisions it holds that move them.
    pub authority: Vec<Authority>,
    /// By what it is measured.
    pub measures: Vec<Measure>,
    /// What to ask.
    pub questions: Vec<String>,
}

/// The duties of a role by type; parts of compound duties count each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mix {
    /// Product Manager's.
    pub pm: usize,
    /// Product Owner's.
    pub po: usize,
    /// Anybody's.
    pub shared: usize,
    /// Another role's.
    pub other: usize,
    /// Unclear ones.
    pub unclear: usize,
    /// Lines that are no duties.
    pub neither: usize,
}

impl Mix {
    /// All of them.
    pub fn total(self) -> usize {
        self.parts().iter().map(|(_, count)| count).sum()
    }

    /// Each type with its number, in order.
    pub fn parts(self) -> [(&'static str, usize); 6] {
        [
            ("Product Manager", self.pm),
            ("Product Owner", self.po),
            ("shared", self.shared),
            ("other roles", self.other),
            ("unclear", self.unclear),
            ("not a duty", self.neither),
        ]
    }
}

/// What the owned duties of a role read as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Centre {
    /// Owned duties.
    pub owned: usize,
    /// Those of them that fit the title.
    pub fitting: usize,
    /// The kind of role that most of them fit, if there are any.
    pub reads_as: Option<String>,
    /// The share of them that does not fit the title, in percent; nothing when the title is not known or nothing is owned.
    pub distance: Option<u8>,
}

impl Centre {
    /// In a sentence.
    pub fn words(&self) -> String {
        match (&self.reads_as, self.distance) {
            (None, _) => "decides, creates or runs nothing that could be told".to_owned(),
            (Some(kind), None) => format!("reads as {kind}"),
            (Some(kind), Some(distance)) => {
                format!("reads as {kind}: {} of {} owned duties fit the title, distance {distance} %", self.fitting, self.owned)
            }
        }
    }
}

/// An area that a role holds or helps with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Held {
    /// The id of the area.
    pub area: String,
    /// Its name.
    pub name: String,
    /// What the role does with it.
    pub relation: String,
    /// Where it says so.
    pub place: Place,
}

/// A duty that usually belongs to another role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Elsewhere {
    /// The duty.
    pub place: Place,
    /// The name of its area.
    pub area: String,
    /// Whose it usually is.
    pub owner: String,
    /// What to do about it.
    pub suggestion: String,
}

/// A result that a role answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Authority {
    /// The duty that says so.
    pub place: Place,
    /// The areas it decides in that move the result.
    pub levers: Vec<String>,
}

/// A measure of a role's success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Measure {
    /// The measure.
    pub text: String,
    /// Whose work moves it; empty when that cannot be told.
    pub fits: String,
}

impl Roles {
    /// The cards of all roles.
    pub fn new(survey: &Survey<'_>) -> Self {
        let all = 0..survey.report.audit.roles.len() as u32;
        let names = words::RoleNames::new(survey.report, all.clone());
        let labels = Labels::new(survey.report);
        Self { cards: all.map(|role| card(survey, &labels, role, names.of(survey.report, role))).collect() }
    }
}

/// The places that findings point at, each with the number of its finding, in order.
struct Labels(Vec<(SourceId, Span, usize)>);

impl Labels {
    fn new(report: &Report<'_>) -> Self {
        let findings = report.audit.findings.iter().enumerate();
        let mut labels: Vec<_> = findings
            .flat_map(|(at, finding)| finding.labels.iter().map(move |label| (label.source, label.span, at)))
            .collect();
        order::by(&mut labels, Ord::cmp);
        labels.dedup();
        Self(labels)
    }

    /// How many findings point into a role: at one of its duties, or at its title.
    fn findings_in(&self, role: &AuditedRole) -> usize {
        let mut found = BTreeSet::new();
        for outer in role.duties.iter().map(|duty| duty.text.whole()).chain([role.place]) {
            let from = self.0.partition_point(|&(source, span, _)| (source, span.start) < (role.source, outer.start));
            let within = self.0[from..].iter().take_while(|&&(source, span, _)| source == role.source && span.start <= outer.end);
            found.extend(within.filter(|(_, span, _)| span.end <= outer.end).map(|&(_, _, finding)| finding));
        }
        found.len()
    }
}

fn card(survey: &Survey<'_>, labels: &Labels, index: u32, title: String) -> Card {
    let report = survey.report;
    let (audit, org) = (report.audit, &report.audit.organization);
    let role = &audit.roles[index as usize];
    let judged = &org.roles[index as usize];
    let claims = org.claims_of(index as usize);
    let scope = org.scopes.of_role[index as usize].first().copied();
    let held = |keep: &dyn Fn(&Claim) -> bool| areas_held(survey, claims, keep);
    let place = Place::of_role(report, role);
    Card {
        title,
        kind: role.kind.map(|kind| words::kind(report, scope, kind).to_owned()),
        scopes: org.scopes.of_role[index as usize].iter().map(|&scope| survey.name(scope)).collect(),
        model: report.rulebook.role_model(judged.model).name.clone(),
        place,
        open: labels.findings_in(role),
        mix: mix(report.audit, role),
        centre: centre(report, claims, judged.kind.filter(|_| !judged.both), scope),
        holds: held(&|claim| claim.is_hard() && claim.strength >= COVERING),
        helps: held(&|claim| {
            claim.is_own() && claim.strength < COVERING || matches!(claim.relation, Relation::Contribute | Relation::Assure)
        }),
        missing: missing(survey, index).into_iter().map(|area| report.rulebook.area(area).name.clone()).collect(),
        elsewhere: elsewhere(survey, index, scope),
        authority: authority(survey, index),
        measures: measures(report, role),
        questions: questions(survey, index),
    }
}

fn mix(audit: &Audit, role: &AuditedRole) -> Mix {
    let mut mix = Mix::default();
    for part in role.duties.iter().flat_map(|duty| audit.parts(duty)) {
        match part.duty_type {
            DutyType::Pm => mix.pm += 1,
            DutyType::Po => mix.po += 1,
            DutyType::Shared => mix.shared += 1,
            DutyType::Other => mix.other += 1,
            DutyType::Neither => mix.neither += 1,
            DutyType::Unclear => mix.unclear += 1,
        }
    }
    mix
}

fn owners<'a>(report: &Report<'a>, claim: &Claim) -> &'a [KindId] {
    let model = report.audit.organization.roles[claim.role as usize].model;
    report.rulebook.role_model(model).area(claim.area).owners_on(claim.rung)
}

fn centre(report: &Report<'_>, claims: &[Claim], kind: Option<KindId>, scope: Option<ScopeId>) -> Centre {
    let mut fits: BTreeMap<KindId, usize> = BTreeMap::new();
    let mut owned = 0;
    for claim in claims.iter().filter(|claim| claim.is_hard() && claim.strength >= COVERING) {
        let owners = owners(report, claim);
        let own = kind.filter(|kind| owners.contains(kind));
        if let Some(fitting) = own.or_else(|| owners.first().copied()) {
            *fits.entry(fitting).or_default() += 1;
            owned += 1;
        }
    }
    let most = fits.iter().max_by_key(|&(&fitting, &count)| (count, Some(fitting) == kind, std::cmp::Reverse(fitting)));
    let fitting = kind.and_then(|kind| fits.get(&kind).copied()).unwrap_or_default();
    Centre {
        owned,
        fitting,
        reads_as: most.map(|(&kind, _)| words::kind(report, scope, kind).to_owned()),
        distance: kind.filter(|_| owned > 0).map(|_| ((owned - fitting) * 100 / owned) as u8),
    }
}

/// The areas that a role's claims of some kind are about, each with its strongest claim.
fn areas_held(survey: &Survey<'_>, claims: &[Claim], keep: &dyn Fn(&Claim) -> bool) -> Vec<Held> {
    let mut strongest: BTreeMap<AreaId, &Claim> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.held_by.is_none() && keep(claim)) {
        let known = strongest.entry(claim.area).or_insert(claim);
        if claim.strength > known.strength {
            *known = claim;
        }
    }
    let held = |(area, claim): (AreaId, &Claim)| {
        let area = survey.report.rulebook.area(area);
        Held {
            area: area.id.clone(),
            name: area.name.clone(),
            relation: claim.relation.name().to_owned(),
            place: survey.place(&claim.label(survey.report.audit, survey.report.rulebook, "")),
        }
    };
    strongest.into_iter().map(held).collect()
}

/// The core areas of a role's kind in which its scopes have no owner.
fn missing(survey: &Survey<'_>, index: u32) -> Vec<AreaId> {
    let report = survey.report;
    let org = &report.audit.organization;
    let judged = &org.roles[index as usize];
    let model = report.rulebook.role_model(judged.model);
    let core = |area: AreaId| {
        let area = model.area(area);
        area.coverage == Coverage::Core && !area.off && area.owners.first().is_some_and(|&owner| judged.plays(owner))
    };
    let scopes = &org.scopes.of_role[index as usize];
    let areas = super::ownership::areas(report).map(|(area, _)| area).filter(|&area| core(area));
    areas.filter(|&area| scopes.iter().any(|&scope| !org.ledger.covers(scope, area))).collect()
}

/// Firm claims on what another kind of role usually holds.
fn elsewhere(survey: &Survey<'_>, index: u32, scope: Option<ScopeId>) -> Vec<Elsewhere> {
    let report = survey.report;
    let org = &report.audit.organization;
    let judged = &org.roles[index as usize];
    let foreign = |claim: &&Claim| {
        let area = report.rulebook.role_model(judged.model).area(claim.area);
        let owners = area.owners_on(claim.rung);
        let known = judged.kind.is_some() && claim.is_hard() && claim.strength >= COVERING && !claim.joint;
        known && !area.off && !owners.is_empty() && !owners.iter().any(|&owner| judged.plays(owner)) && !area.is_contested_among([])
    };
    let entry = |claim: &Claim| {
        let owner = words::list(owners(report, claim).iter().map(|&owner| words::kind(report, scope, owner)), "or");
        let area = words::area(report, claim.area);
        Elsewhere {
            place: survey.place(&claim.label(report.audit, report.rulebook, "")),
            suggestion: format!("Move it to the {owner}, or reword it as input: \"contribute to {area}\"."),
            area: report.rulebook.area(claim.area).name.clone(),
            owner,
        }
    };
    org.claims_of(index as usize).iter().filter(foreign).map(entry).collect()
}

/// The results a role answers for.
fn authority(survey: &Survey<'_>, index: u32) -> Vec<Authority> {
    let report = survey.report;
    let claims = report.audit.organization.claims_of(index as usize);
    let mut result = Vec::new();
    for claim in claims.iter().filter(|claim| claim.relation == Relation::Own && claim.is_owning()) {
        let text = Lowered::new(claim.duty(report.audit).text.as_str().to_lowercase());
        let outcomes = &report.rulebook.evidence().outcomes;
        let Some(outcome) = outcomes.iter().find(|outcome| outcome.area == claim.area && holds_any(&text, &outcome.words)) else {
            continue;
        };
        let holds = |lever: &&AreaId| claims.iter().any(|other| other.is_hard() && other.strength >= COVERING && other.area == **lever);
        result.push(Authority {
            place: survey.place(&claim.label(report.audit, report.rulebook, "")),
            levers: outcome.levers.iter().filter(holds).map(|&lever| report.rulebook.area(lever).name.clone()).collect(),
        });
    }
    result
}

fn measures(report: &Report<'_>, role: &AuditedRole) -> Vec<Measure> {
    let items = role.sections.iter().filter(|section| section.kind == SectionKind::Metrics).flat_map(|section| &section.items);
    let measure = |text: &str| {
        let cues = report.rulebook.evidence().cues_in(CueKind::Metrics, text);
        let has = |fits: Fits| cues.iter().any(|(_, found)| *found == fits);
        let fits = if has(Fits::Output) {
            "counts output: pair it with an outcome"
        } else if has(Fits::Pm) && has(Fits::Po) {
            "both product roles move it"
        } else if has(Fits::Pm) {
            "a Product Manager's decisions move it"
        } else if has(Fits::Po) {
            "a Product Owner's decisions move it"
        } else if has(Fits::Both) {
            "both product roles move it"
        } else {
            ""
        };
        Measure { text: text.trim().to_owned(), fits: fits.to_owned() }
    };
    items.map(|item| measure(item.as_str())).collect()
}

/// What to ask: first about areas with something to decide, then about those of its kind that it does not decide on.
fn questions(survey: &Survey<'_>, index: u32) -> Vec<String> {
    let report = survey.report;
    let org = &report.audit.organization;
    let judged = &org.roles[index as usize];
    let model = report.rulebook.role_model(judged.model);
    let scopes = survey.scopes_of(index);
    let claims = org.claims_of(index as usize);
    let urgency = |area: AreaId| {
        let open = |scope: &ScopeId| matches!(survey.of(*scope, area).status, Status::TwoOwners | Status::Gap | Status::Unclear);
        let own = model.area(area).owners.iter().any(|&owner| judged.plays(owner));
        let claimed = claims.iter().any(|claim| claim.area == area);
        let decides = claims.iter().any(|claim| claim.area == area && claim.is_owning());
        match (scopes.iter().any(open), own, claimed) {
            (true, _, true) => 0,
            (true, true, _) => 1,
            (_, true, _) if !decides => 2,
            (_, true, _) => 3,
            _ => 4,
        }
    };
    let mut asked: Vec<(u8, &String)> = report
        .rulebook
        .decisions()
        .questions
        .iter()
        .filter(|(area, _)| !model.area(*area).off)
        .map(|(area, ask)| (urgency(*area), ask))
        .collect();
    order::by_key(&mut asked, |&(urgency, _)| urgency);
    asked.into_iter().take(QUESTIONS).map(|(_, ask)| ask.clone()).collect()
}
