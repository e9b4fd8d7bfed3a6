//! Tables: what an audit found, laid out for people who decide. One module a view, each a plain model of what it shows;
//! [`render`] turns the models into a format.

pub mod about;
mod asking;
pub mod baseline;
pub mod decisions;
pub mod duties;
mod judging;
pub mod ownership;
pub mod place;
pub mod render;
pub mod roles;
pub mod seats;
pub mod status;
pub mod survey;
pub mod teams;
mod words;

pub use about::About;
pub use baseline::Baseline;
pub use decisions::Decisions;
pub use duties::Duties;
pub use ownership::Ownership;
pub use place::{Place, Places};
pub use roles::Roles;
pub use status::Status;
pub use survey::Survey;
pub use teams::Teams;

use crate::report::Report;
use serde::{Deserialize, Serialize};

/// What a table can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Who owns which area: areas by roles
    Ownership,
    /// What to decide, most urgent first
    Decisions,
    /// A card for each role
    Roles,
    /// Where areas are doubled or missing: areas by teams
    Teams,
    /// Every duty with its verdict
    Duties,
}

impl View {
    /// All views, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Decisions, Self::Ownership, Self::Teams, Self::Roles, Self::Duties];
}

/// The formats of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum TableFormat {
    /// For the terminal
    #[default]
    Text,
    /// For GitHub and wikis
    Markdown,
    /// For spreadsheets; one view
    Csv,
    /// For programs
    Json,
    /// One page for a browser, to send and to print
    Html,
}

impl TableFormat {
    /// The views it shows unless others are asked for.
    pub fn views(self) -> &'static [View] {
        match self {
            Self::Html | Self::Json => &View::ALL,
            Self::Text | Self::Markdown | Self::Csv => &[View::Ownership],
        }
    }
}

/// The version of [`Table`] as JSON. Keys may be added within a version.
pub const VERSION: u32 = 1;

/// The JSON Schema of [`Table`].
pub fn schema() -> serde_json::Value {
    use schemars::generate::SchemaSettings;
    use schemars::transform::RestrictFormats;
    // Formats of numbers mean nothing to most validators, and strict ones refuse them.
    let settings = SchemaSettings::draft07().for_serialize().with_transform(RestrictFormats::default());
    settings.into_generator().into_root_schema_for::<Table>().to_value()
}

/// What an audit found, as tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Table {
    /// The version of this format. Keys may be added within a version.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// What was audited and how.
    pub about: About,
    /// What to decide.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decisions: Option<Decisions>,
    /// Areas by roles, for each scope.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ownership: Option<Ownership>,
    /// Areas by scopes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub teams: Option<Teams>,
    /// A card for each role.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub roles: Option<Roles>,
    /// Every duty.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub duties: Option<Duties>,
}

impl Table {
    /// The tables asked for.
    pub fn new(report: &Report<'_>, views: &[View], baseline: Option<&Baseline>) -> Self {
        let shows = |view| views.contains(&view);
        let survey = Survey::new(report);
        Self {
            version: VERSION,
            about: About::new(&survey),
            decisions: shows(View::Decisions).then(|| Decisions::new(&survey, baseline)),
            ownership: shows(View::Ownership).then(|| Ownership::new(&survey)),
            teams: shows(View::Teams).then(|| Teams::new(&survey)),
            roles: shows(View::Roles).then(|| Roles::new(&survey)),
            duties: shows(View::Duties).then(|| Duties::new(report)),
        }
    }
}
