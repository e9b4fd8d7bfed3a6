//! One finding, drawn stroke by stroke: byte for byte what miette draws.
//!
//! A report may hold thousands of findings. miette, which also draws marks over several lines and looks for every mark on every
//! line, takes several times as long for the same bytes.

use super::excerpt::{Block, Excerpt};
use super::line::Span;
use super::wrap::each_line;
use crate::finding::Severity;
use miette::{GraphicalTheme, ThemeCharacters};

/// Draws findings in one theme.
#[derive(Debug)]
pub struct Strokes {
    characters: ThemeCharacters,
    lines: Lines,
    /// What a message begins with, by severity.
    marks: [String; 3],
    /// What its other lines begin with, by severity.
    bars: [String; 3],
    /// What advice begins with.
    help: String,
    /// The colour of the primary place, by severity.
    primary: [Ink; 3],
    /// The colour of other places.
    related: Ink,
    /// The colour of names of files.
    name: Ink,
    /// The colour of line numbers.
    number: Ink,
    /// As many dashes as most underlines have at most.
    dashes: String,
    /// Columns at which what is said of each mark on a line begins.
    stems: Vec<usize>,
}

/// What lines are made of.
#[derive(Debug)]
struct Lines {
    /// What a block begins with.
    begin: String,
    /// What it ends with.
    end: String,
    /// What stands between a line number and its line.
    bar: String,
    /// What stands there below a line.
    gutter: String,
    /// What is said at a mark.
    only: String,
    /// The first of several lines that are said there.
    first: String,
    /// The others.
    other: String,
}

impl Lines {
    fn new(characters: &ThemeCharacters) -> Self {
        let ThemeCharacters { ltop, lbot, hbar, vbar, vbar_break, rcross, .. } = characters;
        Self {
            begin: format!("{ltop}{hbar}["),
            end: format!("{lbot}{hbar}{hbar}{hbar}{hbar}\n"),
            bar: format!(" {vbar} "),
            gutter: format!("{vbar_break} "),
            only: format!("{lbot}{hbar}{hbar} "),
            first: format!("{lbot}{hbar}{rcross} "),
            other: format!("  {vbar} "),
        }
    }
}

/// What switches a colour on and off; nothing where nothing is coloured.
#[derive(Debug)]
struct Ink {
    on: String,
    off: String,
}

impl Ink {
    fn new(style: owo_colors::Style) -> Self {
        Self { on: style.prefix_formatter().to_string(), off: style.suffix_formatter().to_string() }
    }

    fn paint(&self, text: &str) -> String {
        [&self.on, text, &self.off].concat()
    }

    fn begin(&self, out: &mut String) {
        add(out, &self.on);
    }

    fn end(&self, out: &mut String) {
        add(out, &self.off);
    }
}

/// How many characters are added in one go.
const AT_ONCE: usize = 64;
/// So many spaces.
const SPACES: &str = "                                                                ";

impl Strokes {
    /// Draws with this theme; findings of each severity begin with its mark. Places besides the primary one have the theme's
    /// first highlight.
    pub fn new(theme: GraphicalTheme, mark: impl Fn(Severity) -> String) -> Self {
        let GraphicalTheme { characters, styles } = theme;
        let severities = [Severity::Info, Severity::Warning, Severity::Error];
        let primary = [styles.advice, styles.warning, styles.error].map(Ink::new);
        let begin = |severity, text: &str| format!("  {} ", primary[severity as usize].paint(text));
        let bar = characters.vbar.to_string();
        Self {
            marks: severities.map(|severity| begin(severity, &mark(severity))),
            bars: severities.map(|severity| begin(severity, &bar)),
            help: Ink::new(styles.help).paint("  help: "),
            primary,
            related: Ink::new(styles.highlights.first().copied().unwrap_or_default()),
            name: Ink::new(styles.link),
            number: Ink::new(styles.linum),
            lines: Lines::new(&characters),
            dashes: characters.underline.to_string().repeat(AT_ONCE),
            characters,
            stems: Vec::new(),
        }
    }

    /// Adds what is the matter.
    pub fn message(&self, out: &mut String, severity: Severity, message: &str, room: usize) {
        paragraph(out, message, room, &self.marks[severity as usize], &self.bars[severity as usize]);
    }

    /// Adds what to do.
    pub fn help(&self, out: &mut String, help: &str, room: usize) {
        paragraph(out, help, room, &self.help, "        ");
    }

    /// Adds neighbouring lines of one source with what is said of them.
    pub fn block(&mut self, out: &mut String, severity: Severity, excerpt: &Excerpt<'_>, block: &Block<'_>) {
        let lines = excerpt.lines(block);
        let digits = lines.last().map_or(1, |line| line.number.max(1).ilog10() as usize + 1);
        let (line, column) = block.place;
        repeat(out, SPACES, digits + 2);
        out.push_str(&self.lines.begin);
        self.name.begin(out);
        out.push_str(&block.name);
        out.push(':');
        add_number(out, line, 0);
        out.push(':');
        add_number(out, column, 0);
        self.name.end(out);
        out.push_str("]\n");
        for line in lines {
            out.push(' ');
            self.number.begin(out);
            add_number(out, line.number, digits);
            self.number.end(out);
            out.push_str(&self.lines.bar);
            out.push_str(excerpt.text(line));
            out.push('\n');
            let spans = excerpt.spans(line);
            if !spans.is_empty() {
                self.gutter(out, digits);
                self.underline(out, severity, spans);
                self.say(out, severity, spans, digits);
            }
        }
        repeat(out, SPACES, digits + 2);
        out.push_str(&self.lines.end);
    }

    /// Adds what stands before what is drawn below a line.
    fn gutter(&self, out: &mut String, digits: usize) {
        repeat(out, SPACES, digits + 2);
        out.push_str(&self.lines.gutter);
    }

    /// Adds a line under the marks on a line, and notes the columns at which what is said of each begins.
    fn underline(&mut self, out: &mut String, severity: Severity, spans: &[Span<'_>]) {
        let ThemeCharacters { underline, underbar, uarrow, .. } = self.characters;
        let mut reached = 0;
        self.stems.clear();
        for span in spans {
            let ink = self.ink(severity, span);
            let from = span.columns.start.max(reached);
            let to = if span.range.is_empty() { from + 1 } else { span.columns.end.max(from + 1) };
            let stem = usize::midpoint(from, to);
            ink.begin(out);
            repeat(out, SPACES, from - reached);
            repeat(out, &self.dashes, stem - from);
            out.push(match span.message {
                _ if span.range.is_empty() => uarrow,
                Some(_) => underbar,
                None => underline,
            });
            repeat(out, &self.dashes, to - stem - 1);
            ink.end(out);
            reached = to;
            self.stems.push(stem);
        }
        out.push('\n');
    }

    /// Adds what is said of the marks on a line, the last of them first.
    fn say(&self, out: &mut String, severity: Severity, spans: &[Span<'_>], digits: usize) {
        let Lines { only, first, other, .. } = &self.lines;
        for at in (0..spans.len()).rev() {
            let Some(message) = spans[at].message.as_deref() else { continue };
            let mut line = |stroke: &str, words: &str| {
                self.gutter(out, digits);
                self.say_line(out, severity, &spans[..=at], stroke, words);
            };
            let Some(end) = memchr::memchr(b'\n', message.as_bytes()) else {
                line(only, message);
                continue;
            };
            line(first, &message[..end]);
            message[end + 1..].split('\n').for_each(|words| line(other, words));
        }
    }

    /// Adds a line of what is said of the last of these marks, behind the strokes that lead to what is said of the others.
    fn say_line(&self, out: &mut String, severity: Severity, spans: &[Span<'_>], stroke: &str, words: &str) {
        let mut reached = 0;
        for (number, (span, &stem)) in spans.iter().zip(&self.stems).enumerate() {
            let ink = self.ink(severity, span);
            repeat(out, SPACES, stem - reached);
            ink.begin(out);
            if number + 1 == spans.len() {
                out.push_str(stroke);
                ink.begin(out);
                out.push_str(words);
                ink.end(out);
            } else {
                out.push(self.characters.vbar);
            }
            ink.end(out);
            reached = stem + 1;
        }
        out.push('\n');
    }

    fn ink(&self, severity: Severity, span: &Span<'_>) -> &Ink {
        if span.primary { &self.primary[severity as usize] } else { &self.related }
    }
}

/// Adds a text. Without colour, many are empty, and need not be copied.
fn add(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str(text);
    }
}

/// Adds the lines of a text, broken where they are wider than `room` and indented where they are not blank.
fn paragraph(out: &mut String, text: &str, room: usize, first: &str, rest: &str) {
    let blank = |text: &str| text.bytes().all(|byte| byte == b' ');
    // Of a blank line at the end, only the line break is shown.
    let (text, ends) = match memchr::memrchr(b'\n', text.as_bytes()) {
        Some(last) if blank(&text[last + 1..]) => (&text[..last], "\n"),
        None if blank(text) => return out.push('\n'),
        _ => (text, ""),
    };
    let mut indent = first;
    each_line(text, room, |line| {
        out.push_str(if line.chars().all(char::is_whitespace) { indent.trim_end() } else { indent });
        out.push_str(line);
        out.push('\n');
        indent = rest;
    });
    out.push_str(ends);
}

/// Adds a number behind as many spaces as it is shorter than `width`, of at most twenty.
fn add_number(out: &mut String, number: usize, width: usize) {
    let mut digits = [b' '; 20];
    let (mut at, mut left) = (digits.len(), number);
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    let from = at.min(digits.len().saturating_sub(width));
    out.push_str(str::from_utf8(&digits[from..]).unwrap_or_default());
}

/// Adds the character that a text holds [`AT_ONCE`] times so many times.
fn repeat(out: &mut String, many: &str, times: usize) {
    let size = many.len() / AT_ONCE;
    let mut left = times;
    while left > 0 {
        let some = left.min(AT_ONCE);
        out.push_str(&many[..some * size]);
        left -= some;
    }
}
