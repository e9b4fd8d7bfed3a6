//! context-contradiction: the declared role model and what the documents say do not go together.

use super::tools::list;
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::org::{Basis, Choice};
use crate::rulebook::phrases::{Lowered, places};
use crate::rulebook::{KindId, RoleModel};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "context-contradiction",
    severity: Severity::Warning,
    default_on: true,
    page: include_str!("context_contradiction.md"),
    run,
};

/// How many places are shown.
const SHOWN: usize = 3;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for choice in context.org.models.iter().filter(|choice| matches!(choice.basis, Basis::Declared | Basis::Configured)) {
        findings.extend(two_models(context, choice));
        let model = context.rulebook.role_model(choice.model);
        let contradiction =
            titles(context, choice, model).or_else(|| words(context, choice, model)).or_else(|| vocabulary(context, choice));
        findings.extend(contradiction);
    }
}

/// Documents of one scope that declare different models.
fn two_models(context: &Context<'_>, choice: &Choice) -> Option<Finding> {
    let &(other, role) = choice.others.first()?;
    let (one, two) = (&context.rulebook.role_model(choice.model).name, &context.rulebook.role_model(other).name);
    let message = format!("documents of one scope declare different role models: {one} and {two}");
    let first = declaring(context, choice)?;
    Some(finding(context, role, Confidence::High, message).with_label(label(context, first, "declared here")).with_help(
        "Declare one model for the scope. Each role is judged by its own until then, so gaps and overlaps between them mean little.",
    ))
}

/// Titles that do not go with the model.
fn titles(context: &Context<'_>, choice: &Choice, model: &RoleModel) -> Option<Finding> {
    let strange = model.signs.strange_titles.iter().find(|kinds| kinds.iter().all(|&kind| choice.count(&[kind]) > 0))?;
    let first = declaring(context, choice)?;
    let names: Vec<&str> = strange.iter().map(|&kind| context.rulebook.kind(kind).name.as_str()).collect();
    let message = format!("{} is declared, but the documents describe {} side by side", model.name, list(&names));
    let mut found = finding(context, first, Confidence::High, message).with_help(help(model));
    for &kind in strange {
        let of_kind = |role: &&u32| context.audit.roles[**role as usize].kind == Some(kind);
        if let Some(&role) = choice.roles.iter().find(of_kind) {
            let role = &context.audit.roles[role as usize];
            found = found.with_label(role.label(format!("{} here", context.rulebook.kind(kind).name))).with_role(&role.title);
        }
    }
    Some(found)
}

/// Duties about what does not exist in the model.
fn words(context: &Context<'_>, choice: &Choice, model: &RoleModel) -> Option<Finding> {
    let mut labels = Vec::new();
    for &index in &choice.roles {
        let role = &context.audit.roles[index as usize];
        for duty in &role.duties {
            if model.signs.strange_words.is_empty() {
                break;
            }
            let lower = Lowered::new(duty.text.as_str().to_ascii_lowercase());
            let strange = model.signs.strange_words.iter().find_map(|words| places(&lower, words).next());
            labels.extend(strange.map(|range| role.duty_label(duty, range, "not part of this way of working")));
        }
        for claim in context.org.claims_of(index as usize).iter().filter(|claim| claim.is_own() && model.area(claim.area).off) {
            // Partnership is off where there is one product role; that is no contradiction in itself.
            let product = |owners: &[KindId]| owners.contains(&KindId::PM) && owners.contains(&KindId::PO);
            if !product(&model.area(claim.area).owners) && labels.len() < SHOWN {
                labels.push(claim.label(context.audit, context.rulebook, "not part of this way of working"));
            }
        }
        if labels.len() >= SHOWN {
            break;
        }
    }
    let first = labels.first()?;
    let words = super::tools::quote(context.audit.source(first.source).slice(first.span));
    let message = format!("{} is declared, but the duties speak of {words}", model.name);
    let mut found = finding(context, declaring(context, choice)?, Confidence::High, message).with_help(help(model));
    found.labels.extend(labels.into_iter().take(SHOWN));
    Some(found)
}

/// A vocabulary that clearly belongs to another model.
fn vocabulary(context: &Context<'_>, choice: &Choice) -> Option<Finding> {
    let (other, reasons) = choice.by_words(context.rulebook)?;
    let model = context.rulebook.role_model(choice.model);
    let met_own = choice.markers_of(choice.model).next().is_some();
    if other == choice.model || met_own {
        return None;
    }
    let message = format!("{} is declared, but the duties read like {} ({})", model.name, context.rulebook.role_model(other).name, reasons.join("; "));
    Some(finding(context, declaring(context, choice)?, Confidence::Medium, message).with_help(help(model)))
}

fn help(model: &RoleModel) -> String {
    format!(
        "Either declare the model that is lived, or bring the documents in line with {}: {} Everything else is judged by the declared one.",
        model.name, model.when
    )
}

/// The first role whose document declares the model in force.
fn declaring(context: &Context<'_>, choice: &Choice) -> Option<u32> {
    let declares = |&role: &u32| {
        let said = choice.basis == Basis::Configured || declared_at(context, role).is_some();
        said && context.org.roles[role as usize].model == choice.model
    };
    choice.roles.iter().copied().find(declares)
}

fn declared_at(context: &Context<'_>, role: u32) -> Option<Label> {
    let role = &context.audit.roles[role as usize];
    let declared = role.model.as_ref().or(context.audit.documents[role.document].model.as_ref())?;
    Some(Label { source: role.source, span: declared.whole(), message: "".into() })
}

fn label(context: &Context<'_>, role: u32, message: &'static str) -> Label {
    match declared_at(context, role) {
        Some(place) => Label { message: message.into(), ..place },
        None => context.audit.roles[role as usize].label("judged as configured"),
    }
}

fn finding(context: &Context<'_>, role: u32, sure: Confidence, message: String) -> Finding {
    Finding::new(CHECK.id, CHECK.severity, sure, message, label(context, role, "declared here"))
}
