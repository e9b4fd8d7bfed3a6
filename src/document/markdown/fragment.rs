//! Text inside another document (a YAML scalar) that holds prose, bullets, headings or HTML lists.

use crate::document::{MappedText, MappedTextBuilder, Section, SectionKind};
use crate::rulebook::Rulebook;
use crate::source::Span;
use std::ops::Range;

/// Splits a text into sections. Bullets without a heading take `default`; text that is no list becomes one item of
/// `default`, or of [`SectionKind::About`] without one.
pub fn read_fragment(text: &MappedText, rulebook: &Rulebook, default: Option<SectionKind>) -> Vec<Section> {
    let mut reader = Reader { text, rulebook, default, sections: Vec::new(), prose: None };
    if text.as_str().contains("<li") {
        reader.html();
    } else {
        reader.lines();
    }
    reader.sections
}

struct Reader<'a> {
    text: &'a MappedText,
    rulebook: &'a Rulebook,
    default: Option<SectionKind>,
    sections: Vec<Section>,
    prose: Option<Range<usize>>,
}

impl Reader<'_> {
    fn lines(&mut self) {
        let text = self.text.as_str();
        let mut item: Option<MappedTextBuilder> = None;
        let mut at = 0;
        let mut bullets = false;
        for line in text.split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start().len());
            let end = at + line.trim_end().len();
            at += line.len();
            let words = line.trim();
            if words.is_empty() {
                self.flush(&mut item);
                self.flush_prose();
                bullets = false;
            } else if let Some(mark) = bullet(words) {
                self.flush(&mut item);
                self.flush_prose();
                let mut builder = MappedTextBuilder::default();
                builder.push_mapped(self.text, start + mark..end);
                item = Some(builder);
                bullets = true;
            } else if let Some(builder) = &mut item {
                let before = self.text.span(start..start).start;
                builder.push_replaced(" ", Span { start: before, end: before });
                builder.push_mapped(self.text, start..end);
            } else if words.starts_with('#') || words.ends_with(':') {
                self.flush_prose();
                self.heading(start..end);
            } else if bullets || self.prose.is_none() {
                self.prose = Some(start..end);
            } else if let Some(prose) = &mut self.prose {
                prose.end = end;
            }
        }
        self.flush(&mut item);
        self.flush_prose();
    }

    fn html(&mut self) {
        let text = self.text.as_str();
        let mut at = 0;
        while let Some(found) = text[at..].find("<li") {
            let open = at + found;
            if at == 0 && text[..open].contains(':') {
                self.heading(0..open);
            }
            let start = text[open..].find('>').map_or(text.len(), |close| open + close + 1);
            let end = ["</li", "<li", "</ul"]
                .iter()
                .filter_map(|tag| text[start..].find(tag))
                .min()
                .map_or(text.len(), |end| start + end);
            let inner = &text[start..end];
            let from = start + (inner.len() - inner.trim_start().len());
            let mut builder = MappedTextBuilder::default();
            builder.push_mapped(self.text, from..start + inner.trim_end().len().max(from - start));
            self.flush(&mut Some(builder));
            at = end;
        }
    }

    fn heading(&mut self, range: Range<usize>) {
        let heading = self.text.slice(range).trimmed();
        let lower = heading.as_str().to_lowercase();
        let known = lower.contains("responsib");
        let means_duties = known || ["responsible for", "accountabilities", "responsibilities"].iter().any(|words| lower.contains(words));
        let kind = if means_duties { SectionKind::Duties } else { self.default.unwrap_or(SectionKind::About) };
        self.sections.push(Section { kind, heading, items: Vec::new() });
    }

    fn flush(&mut self, item: &mut Option<MappedTextBuilder>) {
        if let Some(builder) = item.take() {
            self.add(builder.build());
        }
    }

    fn flush_prose(&mut self) {
        if let Some(range) = self.prose.take() {
            let item = self.text.slice(range);
            if self.sections.last().is_some_and(|section| section.kind == SectionKind::Duties && !section.heading.is_empty()) {
                self.sections.push(Section { kind: SectionKind::About, heading: MappedText::default(), items: vec![item] });
            } else {
                self.add(item);
            }
        }
    }

    fn add(&mut self, item: MappedText) {
        if self.sections.is_empty() {
            let kind = self.default.unwrap_or(SectionKind::About);
            self.sections.push(Section { kind, heading: MappedText::default(), items: Vec::new() });
        }
        if let Some(section) = self.sections.last_mut().filter(|_| !item.is_empty()) {
            section.items.push(item);
        }
    }
}

/// Length of a bullet mark and the space behind it.
fn bullet(words: &str) -> Option<usize> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits > 0 && digits < 3 && words[digits..].starts_with(['.', ')']) {
        digits + 1
    } else {
        words.chars().next().filter(|c| matches!(c, '-' | '*' | '+' | '•' | '–' | '·' | '▪'))?.len_utf8()
    };
    let rest = &words[mark..];
    rest.starts_with([' ', '\t']).then(|| mark + rest.len() - rest.trim_start().len())
}
