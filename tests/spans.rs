//! The bytes under every duty, and under every word of it, are the bytes it was written with: in all styles of YAML.

use proptest::prelude::*;
use role_audit::document::{MappedText, yaml};
use role_audit::rulebook::Rulebook;
use role_audit::source::{Source, Span};
use std::fmt::Write as _;

const WORDS: &[&str] = &[
    "Order",
    "the",
    "backlog",
    "Prioritise",
    "stories",
    "with",
    "crew",
    "Straße",
    "naïve",
    "🚢",
    "👩‍✈️",
    "港湾",
    "運営",
    "и",
    "порт",
    "20%",
    "R&D",
    "e.g.",
    "(daily)",
    "A/B",
    "“quays”",
    "it’s",
    "x=1",
    "C#",
    "two-way",
    "…",
];
const QUOTED: &[&str] = &[
    "it's",
    "'tis",
    "say \"ahoy\"",
    "a: b",
    "# 1",
    "[x]",
    "{y}",
    "C:\\quay",
    "\t",
    "- no",
    "@crew",
    "100 %",
    "é",
    "\u{85}",
    "a\u{7}b",
];

/// Makes choices from random bytes; runs dry to the plainest choice.
struct Choices<'a> {
    bytes: &'a [u8],
    /// Whether the document may hold what the other parser does not know: escapes that are pairs of surrogates, as in JSON, and
    /// bullets inside a text.
    rich: bool,
}

impl Choices<'_> {
    fn of(&mut self, count: usize) -> usize {
        let Some((&first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        first as usize % count
    }

    fn words(&mut self, quoted: bool) -> Vec<&'static str> {
        let count = 2 + self.of(7);
        let mut words: Vec<_> = (0..count)
            .map(|_| if quoted && self.of(3) == 1 { QUOTED[self.of(QUOTED.len())] } else { WORDS[self.of(WORDS.len())] })
            .collect();
        words[0] = ["Steer", "🧭steer", "船", "Ödnis"][self.of(4)];
        // White space at the end would be trimmed.
        if words[count - 1].trim().is_empty() {
            words[count - 1] = "daily";
        }
        words
    }
}

/// A duty as it should be read: its words and the bytes of each.
#[derive(Debug, Default)]
struct Expected {
    words: Vec<(String, Span)>,
}

/// Writes a document and notes where every word goes.
struct Writer {
    text: String,
    eol: &'static str,
    expected: Vec<Expected>,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn line_break(&mut self, indent: usize) {
        self.text.push_str(self.eol);
        self.text.push_str(&" ".repeat(indent));
    }

    fn word(&mut self, expected: &mut Expected, word: &str, written: &str) {
        let start = self.text.len();
        self.text.push_str(written);
        expected.words.push((word.to_owned(), Span::new(start, self.text.len())));
    }

    /// One duty, after its dash or key, with continuation lines indented by more than `indent`.
    fn duty(&mut self, choices: &mut Choices<'_>, indent: usize, flow: bool) {
        let mut expected = Expected::default();
        match choices.of(if flow { 3 } else { 5 }) {
            0 => {
                let words = choices.words(false);
                for (at, word) in words.iter().enumerate() {
                    self.gap(choices, at, indent);
                    self.word(&mut expected, word, word);
                }
            }
            1 => {
                self.put("'");
                for (at, word) in choices.words(true).iter().filter(|word| word.chars().all(|c| !c.is_control())).enumerate() {
                    self.gap(choices, at, indent);
                    self.word(&mut expected, word, &word.replace('\'', "''"));
                }
                self.put("'");
            }
            2 => {
                self.put("\"");
                for (at, word) in choices.words(true).iter().enumerate() {
                    if at > 0 && choices.of(5) == 1 {
                        self.put(" \\");
                        self.line_break(indent + 1 + choices.of(3));
                    } else {
                        self.gap(choices, at, indent);
                    }
                    let written = escaped(word, choices);
                    self.word(&mut expected, word, &written);
                }
                self.put("\"");
            }
            style => {
                self.put(if style == 3 { "|" } else { ">" });
                self.put(["", "-", "+"][choices.of(3)]);
                if choices.of(3) == 1 {
                    self.put(" # a comment");
                }
                let indent = indent + 1 + choices.of(4);
                self.line_break(indent);
                for (at, word) in choices.words(false).iter().enumerate() {
                    if style == 4 && at > 0 && choices.of(3) == 1 {
                        self.line_break(indent);
                    } else if at > 0 {
                        self.put(" ");
                    }
                    self.word(&mut expected, word, word);
                }
                for _ in 0..choices.of(3) {
                    self.put(self.eol);
                }
            }
        }
        self.expected.push(expected);
    }

    /// A bullet inside a block of text; its text may go on on the next line.
    fn bullet(&mut self, choices: &mut Choices<'_>) {
        let mut expected = Expected::default();
        self.put(["- ", "* ", "-   "][choices.of(3)]);
        for (at, word) in choices.words(false).iter().enumerate() {
            if at > 0 && choices.of(4) == 1 {
                self.line_break(6);
            } else if at > 0 {
                self.put(" ");
            }
            self.word(&mut expected, word, word);
        }
        self.expected.push(expected);
    }

    /// The white space before a word: a space, or a line break that folds into one.
    fn gap(&mut self, choices: &mut Choices<'_>, at: usize, indent: usize) {
        if at == 0 {
            return;
        }
        if choices.of(4) == 1 {
            self.put(["", " ", "  "][choices.of(3)]);
            self.line_break(indent + 1 + choices.of(3));
        } else {
            self.put(" ");
        }
    }
}

fn escaped(word: &str, choices: &mut Choices<'_>) -> String {
    let mut written = String::new();
    for c in word.chars() {
        match (c, choices.of(6)) {
            ('"', _) => written.push_str("\\\""),
            ('\\', _) => written.push_str("\\\\"),
            ('\t', _) => written.push_str("\\t"),
            ('\u{85}', _) => written.push_str("\\N"),
            ('\u{7}', _) => written.push_str("\\a"),
            (c, 1) if (c as u32) < 0x100 => write!(written, "\\x{:02X}", c as u32).expect("it is a string"),
            (c, 2) if (c as u32) < 0x1_0000 => write!(written, "\\u{:04x}", c as u32).expect("it is a string"),
            (c, 3) => write!(written, "\\U{:08X}", c as u32).expect("it is a string"),
            (c, 4) if (c as u32) >= 0x1_0000 && choices.rich => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(written, "\\u{unit:04X}").expect("it is a string");
                }
            }
            (c, _) => written.push(c),
        }
    }
    written
}

/// A document of one role in one of many layouts.
fn document(bytes: &[u8], rich: bool) -> Writer {
    let mut choices = Choices { bytes, rich };
    let eol = ["\n", "\r\n"][choices.of(2)];
    let mut writer = Writer { text: String::new(), eol, expected: Vec::new() };
    if choices.of(3) == 1 {
        writer.put("\u{feff}");
    }
    if choices.of(3) == 1 {
        writer.put(&format!("# Rôles du port 🚢{eol}---{eol}"));
    }
    writer.put(&format!("title: Product Owner{eol}"));
    let duties = 1 + choices.of(5);
    match choices.of(if rich { 5 } else { 4 }) {
        4 => {
            writer.put("duties: |");
            for _ in 0..duties {
                writer.line_break(2);
                writer.bullet(&mut choices);
            }
            writer.put(eol);
        }
        1 => {
            writer.put("duties: [");
            for at in 0..duties {
                writer.put(if at > 0 { ", " } else { "" });
                writer.duty(&mut choices, 0, true);
            }
            writer.put(&format!(" ]{eol}"));
        }
        layout => {
            let indent = 2 * choices.of(3);
            writer.put(&format!("duties:{eol}"));
            for at in 0..duties {
                if choices.of(4) == 1 {
                    writer.put(&format!("# between the items{eol}"));
                }
                writer.put(&" ".repeat(indent));
                writer.put("- ");
                let map = layout == 2 || choices.of(6) == 1;
                if map {
                    writer.put("text: ");
                }
                match choices.of(6) {
                    1 => writer.put(&format!("&d{at} ")),
                    2 => writer.put("!!str "),
                    _ => {}
                }
                writer.duty(&mut choices, indent + if map { 2 } else { 0 }, false);
                if choices.of(5) == 1 && writer.text.ends_with(['\'', '"']) {
                    writer.put(" # behind it");
                }
                if !writer.text.ends_with('\n') {
                    writer.put(eol);
                }
                if map && choices.of(2) == 1 {
                    writer.put(&format!("{}weight: 3{eol}", " ".repeat(indent + 2)));
                }
            }
        }
    }
    writer
}

fn duties(source: &Source) -> Vec<MappedText> {
    let reading = yaml::read(source, Rulebook::builtin());
    assert!(reading.problems.is_empty(), "{:?}\n{}", reading.problems, source.text());
    let roles = reading.documents.into_iter().flat_map(|document| document.roles);
    roles.flat_map(|role| role.duties).map(|duty| duty.text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn every_word_knows_its_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let written = document(&bytes, true);
        let source = Source::new("test.yaml", written.text.clone());
        let duties = duties(&source);
        prop_assert_eq!(duties.len(), written.expected.len(), "{}", written.text);
        for (duty, expected) in duties.iter().zip(&written.expected) {
            let words: Vec<_> = expected.words.iter().map(|(word, _)| word.as_str()).collect();
            prop_assert_eq!(duty.as_str(), words.join(" "), "{}", written.text);
            let (_, first) = expected.words[0];
            let (_, last) = expected.words[words.len() - 1];
            prop_assert_eq!(duty.whole(), Span { start: first.start, end: last.end }, "{}", written.text);
            let mut at = 0;
            for (from, (word, start)) in expected.words.iter().enumerate() {
                let mut end_of_run = at;
                for (word, end) in &expected.words[from..] {
                    end_of_run += word.len();
                    prop_assert_eq!(duty.span(at..end_of_run), Span { start: start.start, end: end.end }, "{}", written.text);
                    end_of_run += 1;
                }
                at += word.len() + 1;
            }
        }
    }

    /// A second parser, used nowhere else on role documents, decodes the same texts.
    #[test]
    fn texts_are_what_another_parser_reads(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let written = document(&bytes, false);
        let text = written.text.trim_start_matches('\u{feff}');
        let value: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let theirs: Vec<String> = value["duties"]
            .as_sequence()
            .into_iter()
            .flatten()
            .map(|item| item.as_str().or_else(|| item["text"].as_str()).unwrap_or_default().trim().to_owned())
            .collect();
        let ours: Vec<String> = duties(&Source::new("test.yaml", text)).iter().map(|duty| duty.as_str().to_owned()).collect();
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}
