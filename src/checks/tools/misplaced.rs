//! What the two "holds the other's duty" checks share: which claims are misplaced, and how to say so.

use super::{confidence, quote, with_article};
use crate::checks::{Check, Context, Findings};
use crate::finding::{Finding, Severity};
use crate::org::Claim;
use crate::org::claims::OWNING;
use crate::org::matrix::Cell;
use crate::org::misplacement::owner_of_misplaced;
use crate::rulebook::{KindId, Relation};

/// Reports every claim of a role of kind `holder` on an area that its model gives to `owner`.
pub(crate) fn report(context: &Context<'_>, check: &Check, holder: KindId, owner: KindId, findings: &mut Findings<'_>) {
    findings.extend(context.on_each_role(|index, role, found| {
        let Some(most) = context.severity(check, role.model).filter(|_| role.kind == Some(holder) && !role.both) else {
            return;
        };
        let model = context.rulebook.role_model(role.model);
        let misplaced = |claim: &&Claim| owner_of_misplaced(claim, holder, model) == Some(owner);
        let theirs = context.org.claims_of(index).iter().filter(misplaced);
        let held = theirs.filter(|claim| !works_for_another(context, claim, owner));
        found.extend(held.map(|claim| finding(context, check, claim, owner, most)));
    }));
}

/// Whether a matrix says that a role does the work for the one who usually holds the area: then it creates what the other
/// answers for, and nothing is out of place.
fn works_for_another(context: &Context<'_>, claim: &Claim, owner: KindId) -> bool {
    let scopes = || &context.org.scopes.of_role[claim.role as usize];
    // Most audits hold no matrix.
    claim.relation != Relation::Own
        && !context.org.rows.is_empty()
        && scopes().iter().flat_map(|&scope| context.org.rows_on(scope, claim.area)).any(|row| {
            let works = |cell: &Cell| cell.role == Some(claim.role) && cell.works;
            row.cells.iter().any(works) && row.answering().any(|cell| cell.kind == Some(owner))
        })
}

fn finding(context: &Context<'_>, check: &Check, claim: &Claim, owner: KindId, most: Severity) -> Finding {
    let model = context.model_of(claim);
    let area = context.area_of(claim);
    let contested = area.is_contested_among([]) || claim.strength < OWNING;
    let severity = if contested { Severity::Info } else { most };
    let name = context.area_name(claim.area);
    let owner = context.kind_name(model, owner);
    let title = context.title_of(claim);
    let said = context.words(claim);
    let words = quote(said.text());
    let message = [title, " holds ", &words, ": ", &name, " usually belongs to the ", owner].concat();
    let help = if claim.strength < OWNING {
        format!(
            "Either {} runs this and {title} helps, or say here that it is done on behalf of the {owner}, who keeps the decision.",
            with_article(owner)
        )
    } else {
        format!(
            "Either move this duty to the {owner}, or reword it here so that the {owner} keeps the decision and {title} gives input \
             (\"contribute to\", \"support\", \"advise on\")."
        )
    };
    let usual = [&name, ": usually the ", owner, "'s"].concat();
    context.about(check, &said, severity, confidence(claim, area), message, usual).with_help(help)
}
