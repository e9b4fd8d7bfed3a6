//! context-undeclared: nothing says by which role model the documents are meant, and their words point in several directions.

use super::tools::list;
use super::{Check, Context, Findings};
use crate::finding::{Confidence, Finding, Severity};
use crate::org::{Basis, Choice};
use crate::rulebook::ModelId;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "context-undeclared",
    severity: Severity::Info,
    default_on: true,
    page: include_str!("context_undeclared.md"),
    run,
};

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for choice in &context.org.models {
        if let Some(role) = choice.unknown {
            findings.push(unknown(context, role));
        } else if let Some(better) = choice.better {
            let (now, then) = (name(context, choice.model), name(context, better.model));
            let message = format!(
                "these duties read like {then}: under {now} {} of them stand in the wrong role, under {then} {}",
                better.now, better.then
            );
            findings.push(at_one(context, choice, message, better.model));
        } else if matches!(choice.basis, Basis::Inferred | Basis::Default) {
            findings.extend(conflict(context, choice));
        }
    }
}

/// A model that is declared and not known.
fn unknown(context: &Context<'_>, role: u32) -> Finding {
    let role = &context.audit.roles[role as usize];
    let declared = role.model.as_ref().or(context.audit.documents[role.document].model.as_ref());
    let written = declared.map_or("", |declared| declared.as_str().trim());
    let label = declared.map_or_else(
        || role.label("not known"),
        |declared| crate::finding::Label { source: role.source, span: declared.whole(), message: "not known".into() },
    );
    let known: Vec<&str> = context.rulebook.role_models().iter().map(|model| model.id.as_str()).collect();
    Finding::new(CHECK.id, CHECK.severity, Confidence::High, format!("the role model \"{written}\" is not known"), label)
        .with_role(&role.title)
        .with_help(format!("Known are {}. Until one of them stands here, the model is inferred.", list(&known)))
}

/// Words that belong to one model alone, from several models, while none of them leads.
fn conflict(context: &Context<'_>, choice: &Choice) -> Option<Finding> {
    if choice.by_words(context.rulebook).is_some() {
        return None;
    }
    let models = context.rulebook.role_models();
    let own = |at: usize| {
        let exclusive = models[at].signs.exclusive;
        choice.markers_of(ModelId(at as u8)).find(|&marker| (marker as usize) < exclusive)
    };
    let met: Vec<(usize, u16)> = (0..models.len()).filter_map(|at| own(at).map(|marker| (at, marker))).collect();
    if met.len() < 2 {
        return None;
    }
    let words: Vec<String> =
        met.iter().map(|&(at, marker)| format!("\"{}\" ({})", models[at].signs.markers[marker as usize], models[at].name)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let message = format!("the words point to different role models: {}", list(&words));
    Some(at_one(context, choice, message, choice.model))
}

fn at_one(context: &Context<'_>, choice: &Choice, message: String, suggested: ModelId) -> Finding {
    // The same role whatever their order, so that the finding is known again.
    let roles = choice.roles.iter().map(|&role| &context.audit.roles[role as usize]);
    let role = roles.min_by(|a, b| a.by_content(b)).unwrap_or(&context.audit.roles[0]);
    let id = &context.rulebook.role_model(suggested).id;
    Finding::new(CHECK.id, CHECK.severity, Confidence::Medium, message, role.label("judged so here"))
        .with_role(&role.title)
        .with_help(format!(
            "Say which way of working is meant: `model: {id}` in the documents or in the configuration, or `--model {id}` to try it. Who owns \
             what depends on it; judged by {} now.",
            name(context, choice.model)
        ))
}

fn name<'a>(context: &Context<'a>, model: ModelId) -> &'a str {
    &context.rulebook.role_model(model).id
}
