//! unsupported-language: duties in a language that the rules do not know, which are therefore not judged.

use super::{Check, Context, Findings};
use crate::document::Problem;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::report::count;
use crate::rulebook::Vocabulary;

/// The check.
pub(super) const CHECK: Check =
    Check { id: "unsupported-language", severity: Severity::Warning, default_on: true, page: include_str!("unsupported_language.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    let languages = context.rulebook.languages();
    let name = |vocabulary: &Vocabulary| languages.get(vocabulary.language).name.clone();
    let known = context.rulebook.vocabularies().iter().map(name).collect::<Vec<_>>().join(" or ");
    for (source, problem) in &context.audit.problems {
        let Problem::UnsupportedLanguage { language, duties, span } = problem else { continue };
        let label = Label { source: *source, span: *span, message: format!("{language}, from here on").into() };
        let message = format!("{} in {language}, not judged", if *duties == 1 { "one duty is".to_owned() } else { format!("{} are", count(*duties, "duty", "duties")) });
        findings.push(Finding::new(CHECK.id, CHECK.severity, Confidence::High, message, label).with_help(format!(
            "Duties are judged in {known} only. Audit a translation of the document; until then nothing is said about what its roles hold, \
             and no gaps are reported where they work."
        )));
    }
}
