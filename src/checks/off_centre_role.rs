//! off-centre-role: a role whose owned duties fit another title better than its own.

use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};
use crate::order;
use crate::org::claims::COVERING;
use crate::org::Claim;
use crate::rulebook::{KindId, Owner};
use std::collections::BTreeMap;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "off-centre-role", severity: Severity::Warning, default_on: true, page: include_str!("off_centre_role.md"), run };

/// How many duties are shown as examples.
const SHOWN: usize = 3;
/// Share and number of duties from which the judgement is sure.
const SURE: (f32, usize) = (0.6, 8);

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (index, role) in context.org.roles.iter().enumerate() {
        if role.both {
            findings.extend(one_sided(context, index));
            continue;
        }
        let (Some(own), Some(severity)) = (role.kind, context.severity(&CHECK, role.model)) else { continue };
        if !matches!(own, KindId::PM | KindId::PO) {
            continue;
        }
        let fits = fits(context, index, own);
        let (total, thresholds) = (fits.len(), &context.settings.thresholds);
        let outside = fits.iter().filter(|&&(kind, _)| kind != own).count() as f32 / total as f32;
        // The share of another title is no larger than that of all others together.
        if total < thresholds.off_centre_duties || !(outside > thresholds.off_centre_share || outside >= thresholds.patchwork_share) {
            continue;
        }
        let mut profile: BTreeMap<KindId, Vec<&Claim>> = BTreeMap::new();
        for (kind, claim) in fits {
            profile.entry(kind).or_default().push(claim);
        }
        let foreign = profile.iter().filter(|&(&kind, _)| kind != own);
        let Some((&kind, duties)) = foreign.max_by_key(|&(&kind, duties)| (duties.len(), std::cmp::Reverse(kind))) else { continue };
        let share = duties.len() as f32 / total as f32;
        let fitting = profile.get(&own).map_or(0, Vec::len);
        if share > thresholds.off_centre_share {
            findings.push(finding(context, index, kind, duties, (fitting, total), severity));
        } else if outside >= thresholds.patchwork_share {
            findings.push(patchwork(context, index, &profile, own, (fitting, total), severity));
        }
    }
}

/// A role most of whose duties fit other titles, none of them by itself more than its own.
fn patchwork(
    context: &Context<'_>,
    index: usize,
    profile: &BTreeMap<KindId, Vec<&Claim>>,
    own: KindId,
    (fitting, total): (usize, usize),
    severity: Severity,
) -> Finding {
    let role = &context.audit.roles[index];
    let model = context.org.roles[index].model;
    let mut foreign: Vec<(KindId, &Vec<&Claim>)> = profile.iter().filter(|&(&kind, _)| kind != own).map(|(&kind, duties)| (kind, duties)).collect();
    order::by_key(&mut foreign, |&(kind, duties)| (std::cmp::Reverse(duties.len()), kind));
    let name = |kind| super::tools::with_article(context.kind_name(model, kind));
    let parts: Vec<String> = foreign.iter().map(|&(kind, duties)| format!("{} fit {}", duties.len(), name(kind))).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let message = format!(
        "{} is put together from several jobs: of {total} owned duties {}, {fitting} the title's own",
        role.title,
        super::tools::list(&parts)
    );
    let help = "Either give the duties to the roles they fit, or name the role after what it mostly does and say which of these jobs come \
                with it on purpose.";
    let mut finding =
        Finding::new(CHECK.id, severity, Confidence::Medium, message, role.label("the title")).with_role(&role.title).with_help(help);
    for &(kind, duties) in foreign.iter().take(SHOWN) {
        finding = finding.with_label(duties[0].label(context.audit, context.rulebook, format!("fits {}", name(kind))));
    }
    finding.team = role.teams.first().cloned();
    finding.product = role.products.first().cloned();
    finding
}

/// The duties a role owns, each with the kind of role it fits. Disputed areas speak for nobody.
fn fits<'a>(context: &Context<'a>, role: usize, own: KindId) -> Vec<(KindId, &'a Claim)> {
    let owned = |claim: &&Claim| claim.is_hard() && claim.strength >= COVERING && claim.confidence >= Confidence::Medium;
    let fitting = |claim: &'a Claim| {
        let area = context.area_of(claim);
        let owners = area.owners_on(claim.rung);
        let kind = if owners.contains(&own) { Some(own) } else { owners.first().copied() };
        kind.filter(|_| !area.off && !area.is_contested_among([])).map(|kind| (kind, claim))
    };
    context.org.claims_of(role).iter().filter(owned).filter_map(fitting).collect()
}

/// A role that holds both product roles by its title, and hardly one of them by its duties.
fn one_sided(context: &Context<'_>, index: usize) -> Option<Finding> {
    let usual = |claim: &&Claim, kind| context.rulebook.area(claim.area).owner == Owner::Kind(kind);
    let owned = |claim: &&Claim| claim.is_hard() && claim.strength >= COVERING && claim.confidence >= Confidence::Medium;
    let of = |kind| context.org.claims_of(index).iter().filter(owned).filter(|claim| usual(claim, kind)).collect::<Vec<_>>();
    let (pm, po) = (of(KindId::PM), of(KindId::PO));
    let total = pm.len() + po.len();
    let (few, kind, many) = if pm.len() < po.len() { (pm.len(), KindId::PM, po) } else { (po.len(), KindId::PO, pm) };
    let thresholds = &context.settings.thresholds;
    if total < thresholds.off_centre_duties || few as f32 >= thresholds.both_roles_share * total as f32 {
        return None;
    }
    let role = &context.audit.roles[index];
    let name = |kind| context.kind_name(context.org.roles[index].model, kind);
    let other = name(if kind == KindId::PM { KindId::PO } else { KindId::PM });
    let message = format!("{} names both product roles, but a {}'s part is only {few} of {total} owned duties", role.title, name(kind));
    let help = format!(
        "Either add what this role decides as a {}, or call it {} and say who holds the other half.",
        name(kind),
        super::tools::with_article(other)
    );
    let mut finding =
        Finding::new(CHECK.id, Severity::Info, Confidence::Medium, message, role.label("the title")).with_role(&role.title).with_help(help);
    for claim in many.iter().take(SHOWN) {
        finding = finding.with_label(claim.label(context.audit, context.rulebook, format!("fits {}", super::tools::with_article(other))));
    }
    finding.team = role.teams.first().cloned();
    finding.product = role.products.first().cloned();
    Some(finding)
}

fn finding(
    context: &Context<'_>,
    index: usize,
    kind: KindId,
    duties: &[&Claim],
    (own, total): (usize, usize),
    severity: Severity,
) -> Finding {
    let role = &context.audit.roles[index];
    let name = context.kind_name(context.org.roles[index].model, kind);
    let share = duties.len() as f32 / total as f32;
    let sure = if share >= SURE.0 && total >= SURE.1 { Confidence::High } else { Confidence::Medium };
    let percent = (share * 100.0).round();
    let message = format!(
        "{} reads as {}: {} of {total} owned duties ({percent} %) fit that profile, {own} the title's own",
        role.title,
        super::tools::with_article(name),
        duties.len(),
    );
    let help = format!(
        "Either give the role the title that fits ({name}), or move these duties to where they belong and keep those that made you choose \
         the title."
    );
    let mut finding =
        Finding::new(CHECK.id, severity, sure, message, role.label("the title")).with_role(&role.title).with_help(help);
    for claim in duties.iter().take(SHOWN) {
        finding = finding.with_label(claim.label(context.audit, context.rulebook, format!("fits {}", super::tools::with_article(name))));
    }
    finding.team = role.teams.first().cloned();
    finding.product = role.products.first().cloned();
    finding
}
