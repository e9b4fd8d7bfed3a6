//! The command line: its commands, options and their help.

use crate::checks;
use crate::config::Asked;
use crate::finding::{Confidence, Severity};
use crate::report::{ColorChoice, Format};
use crate::schema::Subject;
use crate::settings::ScopeMode;
use crate::table::{TableFormat, View};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

/// Tells Product Manager duties from Product Owner duties.
#[derive(Debug, Parser)]
#[command(
    name = "role-audit",
    version,
    override_usage = "role-audit [OPTIONS] [PATHS]...\n       role-audit <COMMAND> ...",
    about = "Reads role documents and reports duties that stand in the wrong role, twice, or nowhere.",
    long_about = "Reads role documents (job descriptions, postings, team charters, RACI tables), works out for every duty whether it \
                  is Product-Manager-type or Product-Owner-type, and reports overlaps, gaps and misassigned ownership.\n\n\
                  Without a command, role-audit checks the paths it is given.",
    after_help = "Example: role-audit postings/\nLearn more about a command with `role-audit COMMAND --help`.",
    after_long_help = "Examples:\n  role-audit postings/                   audit all role documents in a folder\n  \
                       role-audit 'org/**/*.{yaml,md}'        audit what a pattern matches\n  \
                       role-audit - < posting.md              audit standard input\n  \
                       role-audit classify \"Own the roadmap\"  ask about one duty\n  \
                       role-audit explain two-owners          read about a check or an area\n\n\
                       Exit status: 0 nothing to act on, 1 findings, 2 wrong use or configuration, 3 nothing to audit, 4 internal error.",
    subcommand_help_heading = "Commands",
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do; `check` when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of `check`, when no command is given.
    #[command(flatten)]
    pub check: CheckArgs,
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Audit role documents (the default)
    #[command(after_help = "Example: role-audit check org/ --select all --min-confidence low")]
    Check(CheckArgs),
    /// Print tables for people who decide: who owns what, and what to settle
    #[command(
        after_help = "Examples:\n  role-audit table org/ --view decisions\n  role-audit table org/ --format html --output report.html"
    )]
    Table(TableArgs),
    /// Say whose duty a sentence is
    #[command(after_help = "Examples:\n  role-audit classify \"Define the product vision\" \"Order the backlog\"\n  \
                            role-audit classify --format jsonl < duties.txt")]
    Classify(ClassifyArgs),
    /// Explain a check or an area of duties
    #[command(after_help = "Examples:\n  role-audit explain two-owners\n  role-audit explain product-roadmap")]
    Explain(ExplainArgs),
    /// Show or test the rules by which duties are judged
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Show the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write a role-audit.yaml to start from
    #[command(after_help = "Example: role-audit init")]
    Init,
    /// Print a JSON Schema of what role-audit reads or writes
    #[command(
        after_help = "Example: role-audit schema document > role-document.schema.json\n\nThen begin a YAML file with\n  \
                            # yaml-language-server: $schema=./role-document.schema.json\nand an editor completes its keys."
    )]
    Schema(SchemaArgs),
    /// Print completions for a shell
    #[command(after_help = "Example: role-audit completions bash > ~/.local/share/bash-completion/completions/role-audit")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// What every command takes.
#[derive(Clone, Copy, Debug, Args)]
pub struct Common {
    /// When to colour; the environment may say `NO_COLOR` or `FORCE_COLOR`
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, display_order = 100)]
    pub color: ColorChoice,
    /// Print findings only
    #[arg(short, long, global = true, conflicts_with = "verbose", display_order = 101)]
    pub quiet: bool,
    /// Also list the files passed over and the checks that are off
    #[arg(short, long, global = true, display_order = 102)]
    pub verbose: bool,
    /// Threads to use; as many as there are processors by default
    #[arg(long, value_name = "N", global = true, display_order = 103, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// The arguments of `check`.
#[derive(Clone, Debug, Default, Args)]
pub struct CheckArgs {
    /// Files, folders or patterns such as 'org/**/*.yaml'; - for standard input, the current folder by default
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to report: human by default, github in GitHub Actions; FORMAT=FILE writes to a file, and the option can be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = FormatParser)]
    pub format: Vec<Target>,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// What to call standard input; the ending says how to read it
    #[arg(long, value_name = "NAME")]
    pub stdin_name: Option<String>,
}

/// How to judge documents; what is given here stands above the configuration.
#[derive(Clone, Debug, Default, Args)]
pub struct Judging {
    /// Judge by this role model, whatever the documents declare
    #[arg(long, value_name = "MODEL")]
    pub model: Option<String>,
    /// Run only these checks, also ones that are off by default; `default` and `all` stand for many
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = check_ids(&["all", "default"]), hide_possible_values = true)]
    pub select: Vec<String>,
    /// Do not run these checks
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = check_ids(&[]), hide_possible_values = true)]
    pub ignore: Vec<String>,
    /// Fail (exit status 1) on findings of this severity or above; `error` by default
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Hide findings that are less sure than this; `medium` by default
    #[arg(long, value_name = "LEVEL")]
    pub min_confidence: Option<Level>,
    /// What documents that declare no team or product are compared with; `document` by default
    #[arg(long, value_name = "WHAT")]
    pub scope: Option<ScopeMode>,
    /// Leave out files and folders that match; can be repeated
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Also show findings that comments in the documents allow
    #[arg(long)]
    pub no_suppressions: bool,
    /// Which rules and which configuration
    #[command(flatten)]
    pub knowledge: Knowledge,
}

impl Judging {
    /// What is asked for.
    pub fn asked(&self) -> Asked {
        let Self { model, select, ignore, exclude, .. } = self.clone();
        Asked {
            model,
            select,
            ignore,
            fail_on: self.fail_on.map(FailOn::severity),
            min_confidence: self.min_confidence.map(Confidence::from),
            exclude,
            scope: self.scope,
            no_suppressions: self.no_suppressions,
            ..self.knowledge.asked()
        }
    }
}

/// Which rules to go by; the configuration may name a folder of them.
#[derive(Clone, Debug, Default, Args)]
pub struct Knowledge {
    /// A folder of rules laid over the built-in ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub rules: Option<PathBuf>,
    /// Read this configuration file instead of looking for role-audit.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

impl Knowledge {
    /// What is asked for.
    pub fn asked(&self) -> Asked {
        let Self { rules, config, no_config } = self.clone();
        Asked { rules, config, no_config, ..Asked::default() }
    }
}

/// What can be done with the configuration.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print what is in force, and from where
    #[command(after_help = "Examples:\n  role-audit config show\n  role-audit config show --format json --fail-on warning")]
    Show(ShowArgs),
}

/// The arguments of `config show`.
#[derive(Clone, Debug, Args)]
pub struct ShowArgs {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "yaml")]
    pub format: ShowFormat,
    /// What the run would be given.
    #[command(flatten)]
    pub judging: Judging,
}

/// The formats of `config show`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// A configuration file with comments
    Yaml,
    /// One JSON object
    Json,
}

/// The arguments of `table`.
#[derive(Clone, Debug, Default, Args)]
pub struct TableArgs {
    /// Files, folders or patterns such as 'org/**/*.yaml'; - for standard input, the current folder by default
    #[arg(value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// What to show, several with commas between them; html and json show everything by default, others `ownership`
    #[arg(long, value_name = "VIEW", value_delimiter = ',')]
    pub view: Vec<View>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TableFormat,
    /// The file to write to, instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// An earlier run, from `table` or `check` with --format json: what is new, gone and still open since
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// What to call standard input; the ending says how to read it
    #[arg(long, value_name = "NAME")]
    pub stdin_name: Option<String>,
}

/// The arguments of `classify`.
#[derive(Clone, Debug, Args)]
pub struct ClassifyArgs {
    /// Duties; without any, or for `-`, standard input is read: one duty a line, or JSON objects with `text` and, if wanted, `id`
    #[arg(value_name = "TEXT")]
    pub texts: Vec<String>,
    /// How to answer
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ClassifyFormat,
    /// Show the whole reasoning
    #[arg(long)]
    pub trace: bool,
    /// Which rules to go by.
    #[command(flatten)]
    pub knowledge: Knowledge,
}

/// The formats of `classify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClassifyFormat {
    /// For people: the words that decided are underlined
    Human,
    /// One JSON object a line
    Jsonl,
}

/// The arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A check or an area; without one, all are listed
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Which rules to go by.
    #[command(flatten)]
    pub knowledge: Knowledge,
}

/// The arguments of `schema`.
#[derive(Clone, Debug, Args)]
pub struct SchemaArgs {
    /// What to describe
    #[arg(value_name = "WHAT")]
    pub subject: Subject,
    /// Which rules to go by.
    #[command(flatten)]
    pub knowledge: Knowledge,
}

/// What can be done with rules.
#[derive(Clone, Debug, Subcommand)]
pub enum RulesCommand {
    /// List the areas and who usually owns them
    #[command(after_help = "Example: role-audit rules list")]
    List {
        /// Which rules to go by.
        #[command(flatten)]
        knowledge: Knowledge,
    },
    /// Learn the weights of the statistical layer from labelled duties
    #[command(after_help = "Example: role-audit rules train rules/training/*.psv our-duties.jsonl --out rules/model.tsv")]
    Train {
        /// Labelled duties: JSON Lines (`text`, `type`, `areas`, `relation`, and `fold` for those to measure on), or lines of `relation|type|area|text`
        #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
        labelled: Vec<PathBuf>,
        /// Where to write the weights
        #[arg(long, value_name = "FILE", default_value = "rules/model.tsv", value_hint = ValueHint::FilePath)]
        out: PathBuf,
        /// Which rules to go by.
        #[command(flatten)]
        knowledge: Knowledge,
    },
    /// Measure how often the verdicts agree with labelled duties of your own
    #[command(after_help = "Example: role-audit rules score our-duties.jsonl")]
    Score {
        /// Labelled duties, as for `rules train`
        #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
        labelled: Vec<PathBuf>,
        /// Which rules to go by.
        #[command(flatten)]
        knowledge: Knowledge,
    },
    /// Test that every example in the rules is judged as its file says
    #[command(after_help = "Example: role-audit rules test --rules our-rules/")]
    Test {
        /// List every phrase with the number of examples that use it, and fail when there is none
        #[arg(long)]
        coverage: bool,
        /// Which rules to go by.
        #[command(flatten)]
        knowledge: Knowledge,
    },
}

/// From which severity on a run fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Info,
    /// Never
    Never,
}

impl FailOn {
    /// The severity, if any.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// How sure a finding has to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Everything
    Low,
    /// What is usually right
    #[default]
    Medium,
    /// What is nearly always right
    High,
}

impl From<Level> for Confidence {
    fn from(level: Level) -> Self {
        match level {
            Level::Low => Self::Low,
            Level::Medium => Self::Medium,
            Level::High => Self::High,
        }
    }
}

/// A format, and the file to write it to if it is not standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The format.
    pub format: Format,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
#[derive(Clone, Copy, Debug)]
struct FormatParser;

impl Target {
    /// A format on standard output.
    pub fn stdout(format: Format) -> Self {
        Self { format, file: None }
    }
}

impl TypedValueParser for FormatParser {
    type Value = Target;

    fn parse_ref(&self, command: &clap::Command, arg: Option<&clap::Arg>, value: &std::ffi::OsStr) -> Result<Target, clap::Error> {
        let text = value.to_string_lossy();
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (&*text, None),
        };
        if file.as_ref().is_some_and(|file| file.as_os_str().is_empty()) {
            let mut error = clap::Error::new(clap::error::ErrorKind::ValueValidation).with_cmd(command);
            if let Some(arg) = arg {
                error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
            }
            error.insert(ContextKind::InvalidValue, ContextValue::String(text.into_owned()));
            return Err(error);
        }
        let format = clap::builder::EnumValueParser::<Format>::new().parse_ref(command, arg, name.as_ref())?;
        Ok(Target { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// The ids of all checks, and words that stand for several.
fn check_ids(words: &[&'static str]) -> PossibleValuesParser {
    PossibleValuesParser::new(checks::ALL.iter().map(|check| check.id).chain(words.iter().copied()).map(PossibleValue::new))
}
