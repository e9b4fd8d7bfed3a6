//! What a check finds, kept as small as it can be: an audit may find tens of thousands of things.

use super::precedence;
use crate::checks::{Check, Context};
use crate::digest::Digester;
use crate::finding::{Finding, Label};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The findings of one check, each with the severity in force. Of what is not shown, only what it is about and where it is are kept, and
/// its number alone where nothing could replace it.
#[derive(Debug)]
pub struct Findings<'a> {
    context: &'a Context<'a>,
    check: &'a Check,
    list: Vec<Finding>,
    unsure: usize,
    /// Advice given so far: roles with the same title are told the same.
    helps: HashSet<Arc<str>, Digester>,
}

impl<'a> Findings<'a> {
    /// Nothing found so far.
    pub(crate) fn new(check: &'a Check, context: &'a Context<'a>) -> Self {
        Self { context, check, list: Vec::new(), unsure: 0, helps: HashSet::default() }
    }

    /// Adds a finding.
    pub fn push(&mut self, mut finding: Finding) {
        if let Some(&Some(severity)) = self.context.settings.severity.get(self.check.id) {
            let lowered = finding.severity < self.check.severity;
            finding.severity = if lowered { severity.min(finding.severity) } else { severity };
        }
        // Asked of each, for what allows nothing is found out later.
        let allowed = self.context.allowed(&finding).is_some();
        if allowed || self.context.is_sure(&finding) {
            self.share_help(&mut finding);
            finding.message.shrink_to_fit();
        } else if precedence::is_replaceable(self.check.id) {
            (finding.message, finding.help, finding.roles) = (String::new(), None, Vec::new());
            finding.labels = vec![Label { message: Cow::Borrowed(""), ..finding.labels[0] }];
        } else {
            self.unsure += 1;
            return;
        }
        self.list.push(finding);
    }

    /// Adds findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// What is kept, and how many findings are not.
    pub(crate) fn finish(mut self) -> (Vec<Finding>, usize) {
        self.list.shrink_to_fit();
        (self.list, self.unsure)
    }

    fn share_help(&mut self, finding: &mut Finding) {
        if let Some(help) = &mut finding.help {
            match self.helps.get(help) {
                Some(known) => help.clone_from(known),
                None => _ = self.helps.insert(Arc::clone(help)),
            }
        }
    }
}
