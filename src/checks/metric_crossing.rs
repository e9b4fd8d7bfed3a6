//! metric-crossing: a role is measured by what the other product role moves.

use super::tools::quote;
use super::{Check, Context, Findings};
use crate::audit::AuditedRole;
use crate::digest::Digester;
use crate::document::{MappedText, SectionKind};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::rulebook::KindId;
use crate::rulebook::evidence::{CueKind, Fits};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "metric-crossing", severity: Severity::Warning, default_on: true, page: include_str!("metric_crossing.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    findings.extend(context.on_each_role_with(|known: &mut Known<'_>, index, org, found| {
        let product = !org.both && matches!(org.kind, Some(KindId::PM | KindId::PO));
        let Some(severity) = context.severity(&CHECK, org.model).filter(|_| product) else { return };
        let role = &context.audit.roles[index];
        let measures = measures(context, role, known);
        if org.kind == Some(KindId::PM) {
            let crossing = |measure: &&Measure<'_>| measure.fits_only(&[Fits::Po, Fits::Output]);
            found.extend(crossed(context, role, &measures, crossing, KindId::PO, org.model, severity));
        } else {
            let crossing = |measure: &&Measure<'_>| measure.fits_only(&[Fits::Pm]);
            let theirs = crossed(context, role, &measures, crossing, KindId::PM, org.model, severity);
            found.extend(theirs.or_else(|| output_only(role, &measures)));
        }
    }));
}

/// What the cues in a measure fit. Roles are measured by much the same, so it is remembered.
type Known<'a> = HashMap<&'a str, Arc<[Fits]>, Digester>;

/// A measure and what it fits.
struct Measure<'a> {
    text: &'a MappedText,
    fits: Arc<[Fits]>,
}

impl Measure<'_> {
    /// Whether it has cues of these profiles and of no other.
    fn fits_only(&self, profiles: &[Fits]) -> bool {
        let mut fits = self.fits.iter().filter(|fits| **fits != Fits::Both).peekable();
        fits.peek().is_some() && fits.all(|fits| profiles.contains(fits))
    }

    fn label(&self, role: &AuditedRole, message: impl Into<Cow<'static, str>>) -> Label {
        Label { source: role.source, span: self.text.whole(), message: message.into() }
    }
}

fn measures<'a>(context: &Context<'_>, role: &'a AuditedRole, known: &mut Known<'a>) -> Vec<Measure<'a>> {
    let sections = role.sections.iter().filter(|section| section.kind == SectionKind::Metrics);
    let cues = |text: &str| context.rulebook.evidence().cues_in(CueKind::Metrics, text).into_iter().map(|(_, fits)| fits).collect();
    let measure = |text: &'a MappedText| Measure { text, fits: known.entry(text.as_str()).or_insert_with_key(|text| cues(text)).clone() };
    sections.flat_map(|section| &section.items).map(measure).collect()
}

fn crossed(
    context: &Context<'_>,
    role: &AuditedRole,
    measures: &[Measure<'_>],
    crossing: impl Fn(&&Measure<'_>) -> bool,
    other: KindId,
    model: crate::rulebook::ModelId,
    severity: Severity,
) -> Option<Finding> {
    let crossed: Vec<&Measure<'_>> = measures.iter().filter(crossing).collect();
    let first = crossed.first()?;
    let other = context.kind_name(model, other);
    let sure = if crossed.len() == measures.len() { Confidence::High } else { Confidence::Medium };
    let title = &role.title;
    let words = quote(first.text.as_str());
    let message = format!("{title} is measured by {words}, which the {other}'s decisions move");
    let mut finding = Finding::new(CHECK.id, severity, sure, message, first.label(role, format!("usually the {other}'s measure")))
        .with_role(title)
        .with_help(format!(
            "Either measure {title} by what this role decides, or pair this measure with one that it does move. People follow what they are \
             measured by, whatever their duties say."
        ));
    for measure in &crossed[1..] {
        finding = finding.with_label(measure.label(role, "and this one"));
    }
    Some(scoped(finding, role))
}

/// A Product Owner who is measured by output alone.
fn output_only(role: &AuditedRole, measures: &[Measure<'_>]) -> Option<Finding> {
    let output = |measure: &&Measure<'_>| measure.fits.contains(&Fits::Output);
    let first = measures.iter().find(output)?;
    if !measures.iter().all(|measure| output(&measure)) {
        return None;
    }
    let title = &role.title;
    let message = format!("{title} is measured by the team's output alone");
    let label = first.label(role, "counts what is made, not what it is worth");
    let finding = Finding::new(CHECK.id, Severity::Info, Confidence::Medium, message, label).with_role(title).with_help(
        "Pair output with a measure of its worth (accepted value, sprint goals met, satisfaction with what was delivered). Velocity measures \
         the team, not its Product Owner.",
    );
    Some(scoped(finding, role))
}

fn scoped(mut finding: Finding, role: &AuditedRole) -> Finding {
    finding.team = role.teams.first().cloned();
    finding.product = role.products.first().cloned();
    finding
}
