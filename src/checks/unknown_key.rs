//! unknown-key: a key that is not understood next to known ones, or a key that stands twice.

use super::{Check, Context, Findings};
use crate::document::Problem;
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "unknown-key", severity: Severity::Warning, default_on: true, page: include_str!("unknown_key.md"), run };

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (source, problem) in &context.audit.problems {
        let label = |span, message: &'static str| Label { source: *source, span, message: message.into() };
        match problem {
            Problem::UnknownKey { key, near } => {
                let name = key.as_str();
                let help = near.as_ref().map_or_else(
                    || {
                        format!(
                            "What stands under `{name}` was not read. Rename the key if it holds duties (`duties:`) or measures \
                             (`metrics:`); keep it if it is of no concern here."
                        )
                    },
                    |near| format!("Did you mean `{near}`? What stands under `{name}` was not read."),
                );
                let (severity, confidence) = match near {
                    Some(_) => (CHECK.severity, Confidence::High),
                    None => (Severity::Info, Confidence::Medium),
                };
                let message = format!("the key `{name}` is not known, so what stands under it was passed over");
                findings.push(
                    Finding::new(CHECK.id, severity, confidence, message, label(key.whole(), "unknown key")).with_help(help),
                );
            }
            Problem::DuplicateKey { key, first } => {
                let name = key.as_str();
                findings.push(
                    Finding::new(
                        CHECK.id,
                        CHECK.severity,
                        Confidence::High,
                        format!("the key `{name}` stands twice; only the later one was read"),
                        label(key.whole(), "this one was read"),
                    )
                    .with_label(label(*first, "this one was not"))
                    .with_help(format!("Join what stands under the two, or rename one `{name}`.")),
                );
            }
            _ => {}
        }
    }
}
