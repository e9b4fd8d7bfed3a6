//! What several checks need to say: names of areas and roles, quoted words, how sure a judgement is.

pub(super) mod altitude;
pub(super) mod findings;
pub(super) mod matrix;
pub(super) mod misplaced;
pub(super) mod overlap;
pub(super) mod precedence;

use super::{Check, Context};
use crate::finding::{Confidence, Finding, Severity};
use crate::org::claims::Words;
use crate::org::{Claim, OrgRole, ScopeId};
use crate::rulebook::{AreaId, KindId, ModelArea, ModelId, Relation, Softening};
use rayon::prelude::*;
use std::borrow::Cow;

/// How many roles are judged by a thread at least when it judges several.
const AT_A_TIME: usize = 64;
/// How many characters of a duty are quoted in a message.
const QUOTED: usize = 80;

/// What was found on roles that were judged side by side, in order of roles.
type InOrder = std::iter::Flatten<std::vec::IntoIter<Vec<Finding>>>;

impl<'a> Context<'a> {
    /// What a judgement finds on each role, in order of roles. These are judged side by side, for what they say lies far apart.
    pub fn on_each_role(&self, judge: impl Fn(usize, &OrgRole, &mut Vec<Finding>) + Sync) -> InOrder {
        self.on_each_role_with(|(), index, role, found| judge(index, role, found))
    }

    /// The same for a judgement that remembers something from one role to the next, so as not to work it out again.
    pub fn on_each_role_with<M: Default + Send>(&self, judge: impl Fn(&mut M, usize, &OrgRole, &mut Vec<Finding>) + Sync) -> InOrder {
        let roles = self.org.roles.par_iter().with_min_len(AT_A_TIME).enumerate();
        let found = roles.fold(Default::default, |(mut memory, mut found): (M, Vec<Finding>), (index, role)| {
            judge(&mut memory, index, role, &mut found);
            (memory, found)
        });
        found.map(|(_, found)| found).collect::<Vec<_>>().into_iter().flatten()
    }

    /// The severity of a check's findings under a model; `None` when the model silences the check.
    pub fn severity(&self, check: &Check, model: ModelId) -> Option<Severity> {
        match self.rulebook.role_model(model).softening(check.id) {
            Some(Softening::Off) => None,
            Some(Softening::Info) => Some(Severity::Info),
            None => Some(check.severity),
        }
    }

    /// What the model of a claim's role says of the claimed area.
    pub fn area_of(&self, claim: &Claim) -> &'a ModelArea {
        self.rulebook.role_model(self.model_of(claim)).area(claim.area)
    }

    /// The kinds of role that hold a claimed area, on the rung that the claim names.
    pub fn owners_of(&self, claim: &Claim) -> &'a [KindId] {
        self.area_of(claim).owners_on(claim.rung)
    }

    /// The model of a claim's role.
    pub fn model_of(&self, claim: &Claim) -> ModelId {
        self.org.roles[claim.role as usize].model
    }

    /// The name of an area, as it stands within a sentence.
    pub fn area_name(&self, area: AreaId) -> String {
        in_sentence(&self.rulebook.area(area).name)
    }

    /// What a kind of role is called under a model.
    pub fn kind_name(&self, model: ModelId, kind: KindId) -> &'a str {
        self.rulebook.role_model(model).name_of(kind).unwrap_or(&self.rulebook.kind(kind).name)
    }

    /// The usual owners of a claimed area, named: "Product Owner", "Scrum Master or Engineering".
    pub fn owner_names(&self, claim: &Claim) -> String {
        let names: Vec<_> = self.owners_of(claim).iter().map(|&kind| self.kind_name(self.model_of(claim), kind)).collect();
        alternatives(&names)
    }

    /// The title of the role that makes a claim.
    pub fn title_of(&self, claim: &Claim) -> &'a str {
        &self.audit.roles[claim.role as usize].title
    }

    /// Names the scope of a finding.
    pub fn in_scope(&self, scope: ScopeId, mut finding: Finding) -> Finding {
        let scope = self.org.scopes.get(scope);
        finding.team = scope.team().map(str::to_owned);
        finding.product.clone_from(&scope.product);
        finding
    }

    /// The title of a role.
    pub fn title(&self, role: u32) -> &'a str {
        &self.audit.roles[role as usize].title
    }

    /// The product role whose title is there, or the kind's own name: "the Product Owner".
    pub fn usual_owner(&self, scope: ScopeId, area: AreaId, rung: u8) -> String {
        let model = self.org.choice(scope).model;
        let owners = self.rulebook.role_model(model).area(area).owners_on(rung);
        alternatives(&owners.iter().map(|&kind| self.kind_name(model, kind)).collect::<Vec<_>>())
    }

    /// The words that decided on a claim.
    pub fn words(&self, claim: &'a Claim) -> Words<'a> {
        claim.words(self.audit, self.rulebook)
    }

    /// A finding about one claim: at its words, with the role's title as related place.
    pub fn about(
        &self,
        check: &Check,
        words: &Words<'_>,
        severity: Severity,
        confidence: Confidence,
        message: String,
        at: impl Into<Cow<'static, str>>,
    ) -> Finding {
        let role = words.role;
        let mut finding = Finding::new(check.id, severity, confidence, message, words.label(at))
            .with_area(words.claim.area)
            .with_role(&role.title);
        finding.team = role.teams.first().cloned();
        finding.product = role.products.first().cloned();
        if role.place.is_empty() { finding } else { finding.with_label(role.label("the role")) }
    }
}

/// How sure a judgement about a claim is: no surer than its words, its relation and the area allow.
pub(super) fn confidence(claim: &Claim, area: &ModelArea) -> Confidence {
    let relation = match claim.relation {
        Relation::Own | Relation::Author => Confidence::High,
        _ => Confidence::Medium,
    };
    let area = if area.unsettled { Confidence::Medium } else { Confidence::High };
    claim.confidence.min(relation).min(area)
}

/// Words for a message: in quotation marks, on one line, not too long.
pub(super) fn quote(words: &str) -> String {
    let mut quoted = String::with_capacity(words.len() + 5);
    quoted.push('"');
    if is_on_one_line(words) {
        quoted.push_str(words);
    } else {
        for word in words.split_whitespace() {
            if quoted.len() > 1 {
                quoted.push(' ');
            }
            quoted.push_str(word);
        }
    }
    // What is short in bytes is short in characters.
    if quoted.len() > QUOTED + 1
        && let Some((cut, _)) = quoted.char_indices().nth(QUOTED + 1)
    {
        let end = quoted[1..cut].rfind(' ').map_or(cut, |space| space + 1);
        quoted.truncate(end);
        quoted.push('…');
    }
    quoted.truncate(quoted.trim_end_matches(['.', ';', ',']).len());
    quoted.push('"');
    quoted
}

/// Whether nothing but visible ASCII stands there, with one space between words. Most quotes are so.
fn is_on_one_line(words: &str) -> bool {
    let [first, others @ ..] = words.as_bytes() else { return false };
    let ends_visibly = first.is_ascii_graphic() && others.last().is_none_or(u8::is_ascii_graphic);
    // All bytes are asked, many at once.
    let oddness = |(before, byte): (&u8, &u8)| u8::from(!matches!(byte, b' '..=b'~')) | u8::from(*before == b' ' && *byte == b' ');
    ends_visibly && words.as_bytes().iter().zip(others).map(oddness).fold(0, std::ops::BitOr::bitor) == 0
}

/// A name as it stands within a sentence: without its capital, unless it is an abbreviation or a name.
fn in_sentence(name: &str) -> String {
    let mut chars = name.chars();
    let (first, rest) = (chars.next(), chars.as_str());
    match (first, chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() && !name.starts_with("Scrum") => {
            let mut within = String::with_capacity(name.len());
            within.extend(first.to_lowercase());
            within.push_str(rest);
            within
        }
        _ => name.to_owned(),
    }
}

/// "a", "a or b", "a, b or c".
pub(super) fn alternatives(names: &[&str]) -> String {
    joined(names, "or")
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(names: &[&str]) -> String {
    joined(names, "and")
}

fn joined(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [one, other] => [one, " ", word, " ", other].concat(),
        [first @ .., last] => [&first.join(", "), " ", word, " ", last].concat(),
    }
}

/// "a Product Owner", "an Engineering lead".
pub(super) fn with_article(name: &str) -> String {
    let vowel = name.chars().next().is_some_and(|c| "AEIOUaeiou".contains(c));
    [if vowel { "an " } else { "a " }, name].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_on_one_line_and_short() {
        for written in [
            "Own the\n   product roadmap.",
            " Own the  product roadmap",
            "Own the product roadmap",
            "Own\u{a0}the product roadmap ",
        ] {
            assert_eq!(quote(written), "\"Own the product roadmap\"");
        }
        let long = quote(&"word ".repeat(60));
        assert!(long.chars().count() <= QUOTED + 3 && long.ends_with("word…\""), "{long}");
    }

    #[test]
    fn names_read_well_within_a_sentence() {
        assert_eq!(in_sentence("Product roadmap"), "product roadmap");
        assert_eq!(in_sentence("UX design and research craft"), "UX design and research craft");
        assert_eq!(in_sentence("PM-PO partnership"), "PM-PO partnership");
        assert_eq!(in_sentence("Scrum facilitation and coaching"), "Scrum facilitation and coaching");
        assert_eq!(alternatives(&["a", "b", "c"]), "a, b or c");
    }
}
