//! What a check reports: findings with labels that point at bytes.

use crate::rulebook::phrases::is_of_word;
use crate::rulebook::{AreaId, Rulebook};
use crate::source::{Source, Span};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Info,
    /// Probably misplaced.
    Warning,
    /// A decision is missing or doubled and somebody must act.
    Error,
}

impl Severity {
    /// The name used in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure the program is of a finding. Findings of low confidence are hidden unless asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A guess.
    Low,
    /// Usually right.
    Medium,
    /// Nearly always right.
    High,
}

impl Confidence {
    /// The name used in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Index of a source in the audit's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A place that a finding points at, and what to say there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The source the bytes stand in.
    pub source: SourceId,
    /// The bytes.
    pub span: Span,
    /// What to say there, in a few words; may be empty.
    pub message: Cow<'static, str>,
}

/// One finding. The first label is the primary one; it is never missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the check, e.g. `two-owners`.
    pub check: &'static str,
    /// How much it matters here.
    pub severity: Severity,
    /// How sure the program is.
    pub confidence: Confidence,
    /// What is the matter, in one sentence.
    pub message: String,
    /// What to do about it, in plain words; findings of one kind share it.
    pub help: Option<Arc<str>>,
    /// The team concerned, if one is declared.
    pub team: Option<String>,
    /// The product concerned, if one is declared.
    pub product: Option<String>,
    /// The area concerned.
    pub area: Option<AreaId>,
    /// Titles of the roles concerned, in order.
    pub roles: Vec<String>,
    /// The places, primary first.
    pub labels: Vec<Label>,
}

/// What tells a finding from all others: sixteen digits when shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A finding that a comment in the documents allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// Why it is allowed, as the comment says; empty when it does not.
    pub reason: String,
}

impl Finding {
    /// A finding of `check` at one place, to be completed with the `with_` methods.
    pub fn new(check: &'static str, severity: Severity, confidence: Confidence, message: impl Into<String>, primary: Label) -> Self {
        // Most point at a second place.
        let mut labels = Vec::with_capacity(2);
        labels.push(primary);
        Self {
            check,
            severity,
            confidence,
            message: message.into(),
            help: None,
            team: None,
            product: None,
            area: None,
            roles: Vec::new(),
            labels,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Arc<str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn with_label(mut self, label: Label) -> Self {
        // There are many findings, and few have more than two.
        self.labels.reserve_exact(1);
        self.labels.push(label);
        self
    }

    /// Names the area concerned.
    #[must_use]
    pub fn with_area(mut self, area: AreaId) -> Self {
        self.area = Some(area);
        self
    }

    /// Names a role concerned.
    #[must_use]
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.roles.reserve_exact(1);
        self.roles.push(role.into());
        self
    }

    /// The primary label.
    pub fn primary(&self) -> &Label {
        &self.labels[0]
    }
}

/// Checks on a role or a scope as a whole. What they point at besides are examples, the first that stand there.
const ON_THE_WHOLE: [&str; 4] = ["broken-hand-off", "core-area-unowned", "off-centre-role", "scribe-po"];

/// The identity of every finding, by which later runs know it again: it survives moving lines and reordering duties.
///
/// It is made of the check, the team, product and area, the titles of the roles and the words under the labels, whatever
/// their order, lines and quotes; findings that agree in all of these are counted through, so all have to be given, in order.
/// Whoever shows them asks for them: most reports do not.
pub fn fingerprints(findings: &[&Finding], sources: &[Source], rulebook: &Rulebook) -> Vec<Fingerprint> {
    let mut hashes: Vec<Fnv> = findings.par_iter().map(|finding| finding.identity(sources, rulebook)).collect();
    let mut seen: HashMap<u64, u64> = HashMap::with_capacity(hashes.len());
    for hash in &mut hashes {
        let count = seen.entry(hash.0).or_default();
        hash.add_number(*count);
        *count += 1;
    }
    hashes.into_iter().map(|hash| Fingerprint(hash.0)).collect()
}

impl Finding {
    /// What makes a finding the same finding.
    fn identity(&self, sources: &[Source], rulebook: &Rulebook) -> Fnv {
        let mut roles: Vec<&str> = self.roles.iter().map(String::as_str).collect();
        roles.sort_unstable();
        roles.dedup();
        let roles: Vec<String> = roles.into_iter().map(normalised).collect();
        let shown = if ON_THE_WHOLE.contains(&self.check) { &self.labels[..1] } else { &self.labels };
        let mut words: Vec<String> = shown.iter().map(|label| normalised(sources[label.source.0 as usize].slice(label.span))).collect();
        // Which of the roles a label points at is a matter of order, and they are counted already.
        words.retain(|words| !roles.contains(words));
        words.sort_unstable();
        words.dedup();
        let mut hash = Fnv::new();
        hash.add(self.check);
        let area = self.area.map(|area| rulebook.area(area).id.as_str());
        for name in [self.team.as_deref(), self.product.as_deref(), area] {
            hash.add(&normalised(name.unwrap_or_default()));
        }
        for role in roles {
            hash.add(&role);
        }
        hash.add("");
        for words in words {
            hash.add(&words);
        }
        hash
    }
}

/// The words of a text in lower case with one space between them, without marks, quotes and escapes.
fn normalised(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let word = rest.bytes().position(|byte| !is_of_word(byte)).unwrap_or(rest.len());
        result.push_str(&rest[..word]);
        let mut chars = rest[word..].chars();
        let Some(next) = chars.next() else { break };
        let next = if next == '\\' { unescaped(&mut chars) } else { next };
        match next {
            '\'' | '\u{2019}' => {}
            c if c.is_alphanumeric() => result.extend(c.to_lowercase()),
            _ if result.ends_with(' ') || result.is_empty() => {}
            _ => result.push(' '),
        }
        rest = chars.as_str();
    }
    result.truncate(result.trim_end().len());
    result.make_ascii_lowercase();
    result
}

/// What a YAML escape stands for, after its backslash.
fn unescaped(chars: &mut std::str::Chars<'_>) -> char {
    let digits = match chars.next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some(c @ ('"' | '/' | '\\')) => return c,
        _ => return ' ',
    };
    let rest = chars.as_str();
    let code = rest.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    if code.is_some() {
        *chars = rest[digits..].chars();
    }
    code.unwrap_or(' ')
}

/// The Fowler-Noll-Vo hash (1a, 64 bits): the same on every machine and in every version.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text and its end.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.add_byte(byte);
        }
    }

    fn add_number(&mut self, number: u64) {
        for byte in number.to_le_bytes() {
            self.add_byte(byte);
        }
    }

    fn add_byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finding(source: u32, span: Span, roles: &[&str]) -> Finding {
        let label = Label { source: SourceId(source), span, message: Cow::Borrowed("") };
        let mut finding = Finding::new("two-owners", Severity::Error, Confidence::High, "", label);
        finding.roles = roles.iter().map(|&role| role.to_owned()).collect();
        finding
    }

    fn fingerprints(texts: &[&str], findings: &[(u32, &str, &[&str])]) -> Vec<String> {
        let sources: Vec<_> = texts.iter().map(|text| Source::new("x.yaml", *text)).collect();
        let findings: Vec<_> = findings
            .iter()
            .map(|&(source, words, roles)| {
                let start = texts[source as usize].find(words).expect("the words are there");
                finding(source, Span::new(start, start + words.len()), roles)
            })
            .collect();
        let findings: Vec<_> = findings.iter().collect();
        super::fingerprints(&findings, &sources, Rulebook::builtin()).iter().map(Fingerprint::to_string).collect()
    }

    #[test]
    fn other_words_or_roles_are_another_finding_and_twins_are_told_apart() {
        let texts = &["- Own the roadmap\n- Own the road map\n"];
        let own: (u32, &str, &[&str]) = (0, "Own the roadmap", &["PM", "PO"]);
        let all = fingerprints(texts, &[own, (0, "Own the road map", &["PM", "PO"]), (0, "Own the roadmap", &["PM", "SM"]), own]);
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), 4, "{all:?}");
    }

    #[test]
    fn quotes_escapes_folds_and_the_order_of_roles_do_not_matter() {
        let plain = fingerprints(&["- Own the café's roadmap\n"], &[(0, "Own the café's roadmap", &["PM", "PO"])]);
        let escaped = r#"x: "Own the caf\u00e9's roadmap""#;
        assert_eq!(plain, fingerprints(&[escaped], &[(0, r"Own the caf\u00e9's roadmap", &["PO", "PM"])]));
        let folded = "# moved\n\n- >\n   Own the\n   *café's* roadmap";
        assert_eq!(plain, fingerprints(&[folded], &[(0, "Own the\n   *café's* roadmap", &["PM", "PO"])]));
    }

    proptest! {
        #[test]
        fn moving_and_wrapping_changes_no_fingerprint(
            words in proptest::collection::vec("[a-zäé]{1,8}", 1..9),
            gaps in proptest::collection::vec("( |\n  |\r\n\t)", 9),
            before in "(#[a-z ]{0,9}\n){0,4}",
        ) {
            let straight = words.join(" ");
            let wrapped = words.iter().zip(&gaps).flat_map(|(word, gap)| [word.as_str(), gap]).collect::<String>();
            let wrapped = wrapped.trim_end().to_owned();
            let moved = format!("{before}- {wrapped}\n");
            prop_assert_eq!(
                fingerprints(&[straight.as_str()], &[(0, straight.as_str(), &["PM"])]),
                fingerprints(&[moved.as_str()], &[(0, wrapped.as_str(), &["PM"])]),
            );
        }
    }
}
