//! folded-bullets: bullets that YAML swallowed into the text of the bullet above.

use super::{Check, Context, Findings};
use crate::document::Problem;
use crate::finding::{Confidence, Finding, Label, Severity};

/// The check.
pub(super) const CHECK: Check =
    Check { id: "folded-bullets", severity: Severity::Warning, default_on: true, page: include_str!("folded_bullets.md"), run };

/// How many swallowed bullets are shown as related places.
const SHOWN: usize = 3;

fn run(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (source, problem) in &context.audit.problems {
        let Problem::FoldedBullets { span, bullets } = problem else { continue };
        let label = |span, message: &'static str| Label { source: *source, span, message: message.into() };
        let primary = label(bullets.first().copied().unwrap_or(*span), "not a bullet of its own for YAML");
        let message = match bullets.len() {
            1 => "a bullet was folded into the text above it".to_owned(),
            count => format!("{count} bullets were folded into the text above them"),
        };
        let mut finding = Finding::new(CHECK.id, CHECK.severity, Confidence::High, message, primary).with_help(
            "The program split them into the duties that were meant; other YAML readers see one long sentence. Write every duty \
             with its `-` in the same column, or put a `:` after the line above and indent the bullets below it.",
        );
        for bullet in bullets.iter().skip(1).take(SHOWN) {
            finding = finding.with_label(label(*bullet, "nor this one"));
        }
        findings.push(finding);
    }
}
