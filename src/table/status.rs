//! Status: whether an area of a scope has one owner, two, none, or nobody can tell.

use serde::{Deserialize, Serialize};

/// What is the matter with an area of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Two roles decide.
    TwoOwners,
    /// Nobody looks after it, and somebody should.
    Gap,
    /// One role decides that under the role model usually does not.
    OtherRole,
    /// Roles take part, and nobody can tell who decides.
    Unclear,
    /// Something is the matter, and a comment in the documents allows it.
    Accepted,
    /// It is looked after.
    Ok,
    /// Nobody speaks of it, which is no matter.
    Absent,
}

impl Status {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Self::TwoOwners => "two owners",
            Self::Gap => "gap",
            Self::OtherRole => "other role",
            Self::Unclear => "unclear",
            Self::Accepted => "accepted",
            Self::Ok => "ok",
            Self::Absent => "",
        }
    }

    /// A symbol beside the word, and what stands for it in ASCII.
    pub fn symbol(self) -> (&'static str, &'static str) {
        match self {
            Self::TwoOwners => ("✗", "!"),
            Self::Gap => ("○", "-"),
            Self::OtherRole => ("≠", "~"),
            Self::Unclear => ("?", "?"),
            Self::Accepted => ("≈", "="),
            Self::Ok => ("✓", "+"),
            Self::Absent => ("", ""),
        }
    }

    /// What it means, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::TwoOwners => "several roles decide on the same thing in the same place",
            Self::Gap => "nobody looks after an area that somebody should hold",
            Self::OtherRole => "it is decided by a role that usually does not hold it",
            Self::Unclear => "roles take part, but nobody can tell from the words who decides",
            Self::Accepted => "something was found, and a comment in the documents allows it",
            Self::Ok => "somebody looks after it, and nobody else claims the same part or level of it",
            Self::Absent => "nobody speaks of it, and nobody has to",
        }
    }
}

/// How many areas of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Looked after.
    pub ok: usize,
    /// With several owners.
    pub two_owners: usize,
    /// With none.
    pub gap: usize,
    /// With a role that usually does not hold it.
    pub other_role: usize,
    /// Nobody can tell.
    pub unclear: usize,
    /// With something that a comment allows.
    #[serde(default)]
    pub accepted: usize,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, status: Status) {
        match status {
            Status::Ok => self.ok += 1,
            Status::TwoOwners => self.two_owners += 1,
            Status::Gap => self.gap += 1,
            Status::OtherRole => self.other_role += 1,
            Status::Unclear => self.unclear += 1,
            Status::Accepted => self.accepted += 1,
            Status::Absent => {}
        }
    }

    /// Areas in which something is to be decided.
    pub fn open(self) -> usize {
        self.two_owners + self.gap + self.other_role + self.unclear
    }

    /// All areas counted.
    pub fn all(self) -> usize {
        self.ok + self.accepted + self.open()
    }

    /// In words: "9 ok, 1 two owners, 2 gaps".
    pub fn words(self) -> String {
        let mut parts = vec![format!("{} ok", self.ok)];
        if self.two_owners > 0 {
            parts.push(format!("{} with two owners", self.two_owners));
        }
        if self.gap > 0 {
            parts.push(crate::report::count(self.gap, "gap", "gaps"));
        }
        if self.other_role > 0 {
            parts.push(format!("{} with another role than usual", self.other_role));
        }
        if self.unclear > 0 {
            parts.push(format!("{} unclear", self.unclear));
        }
        if self.accepted > 0 {
            parts.push(format!("{} accepted", self.accepted));
        }
        parts.join(", ")
    }
}
