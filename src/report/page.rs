//! A page written in Markdown, laid out for the terminal: headings at the margin, everything below them indented.

use super::escape;
use super::look::{CODE, FAINT, Look, STRONG};
use super::wrap::fill;
use anstyle::{Effects, Style};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

/// How far text stands in from its heading.
const MARGIN: usize = 2;

/// Lays out a page.
pub fn render(markdown: &str, look: Look) -> String {
    let mut layout = Layout {
        look,
        text: String::new(),
        inline: String::new(),
        lists: Vec::new(),
        item: None,
        quote: 0,
        code: None,
        link: None,
    };
    for event in Parser::new(markdown) {
        layout.event(event);
    }
    layout.text
}

struct Layout {
    look: Look,
    /// What is finished.
    text: String,
    /// The paragraph at hand.
    inline: String,
    /// The number of the next item in each open list; none for bullets.
    lists: Vec<Option<u64>>,
    /// The mark of the item that begins with the next paragraph.
    item: Option<String>,
    /// Open quotations.
    quote: usize,
    /// The language of the open block of code.
    code: Option<String>,
    /// Where the open link leads.
    link: Option<(String, usize)>,
}

impl Layout {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code.is_some() => self.code_lines(&text),
            Event::Text(text) => self.inline.push_str(&escape::one_line(&text)),
            Event::Code(text) => {
                let text = escape::one_line(&text);
                let code = if self.look.colour { self.look.paint(CODE, text).to_string() } else { format!("`{text}`") };
                self.inline.push_str(&code);
            }
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.inline.push('\n'),
            Event::Rule => {
                self.gap();
                self.text.push_str(&self.look.draw("─", "-").repeat(self.look.width.min(40)));
                self.text.push('\n');
            }
            // Comments in a page speak to tools; nothing else in our pages is HTML.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.flush(),
            Tag::BlockQuote(_) => self.quote += 1,
            Tag::CodeBlock(kind) => {
                self.flush();
                self.gap();
                self.code = Some(match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                });
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                self.item = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => self.look.draw("• ", "- ").to_owned(),
                });
            }
            Tag::Emphasis => self.open(Style::new().effects(Effects::ITALIC)),
            Tag::Strong => self.open(STRONG),
            Tag::Link { dest_url, .. } => self.link = Some((escape::one_line(&dest_url).into_owned(), self.inline.len())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                    self.text.push('\n');
                }
                let heading = std::mem::take(&mut self.inline);
                let style = if level == HeadingLevel::H1 { STRONG.effects(Effects::BOLD | Effects::UNDERLINE) } else { STRONG };
                self.text.push_str(&self.look.paint(style, heading).to_string());
                self.text.push('\n');
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quote -= 1;
            }
            TagEnd::CodeBlock => self.code = None,
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.item = None;
            }
            TagEnd::Emphasis => self.close(Style::new().effects(Effects::ITALIC)),
            TagEnd::Strong => self.close(STRONG),
            TagEnd::Link => {
                if let Some((target, from)) = self.link.take()
                    && self.inline.get(from..) != Some(target.as_str())
                {
                    let target = self.look.paint(FAINT, format_args!("<{target}>")).to_string();
                    self.inline.push(' ');
                    self.inline.push_str(&target);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, style: Style) {
        if self.look.colour {
            self.inline.push_str(&style.render().to_string());
        }
    }

    fn close(&mut self, style: Style) {
        if self.look.colour {
            self.inline.push_str(&style.render_reset().to_string());
        }
    }

    /// Ends the paragraph at hand.
    fn flush(&mut self) {
        if self.inline.trim().is_empty() {
            self.inline.clear();
            return;
        }
        let depth = self.lists.len().saturating_sub(1) * 2;
        let bar = if self.quote > 0 { self.look.draw("│ ", "| ") } else { "" };
        let rest = format!("{}{bar}", " ".repeat(MARGIN + depth + if self.lists.is_empty() { 0 } else { 2 }));
        // Items of a list stand close together; paragraphs do not.
        let first = if let Some(mark) = self.item.take() {
            format!("{}{bar}{mark}", " ".repeat(MARGIN + depth))
        } else {
            self.gap();
            rest.clone()
        };
        let paragraph = std::mem::take(&mut self.inline);
        self.text.push_str(&fill(paragraph.trim(), self.look.width, &first, &rest));
        self.text.push('\n');
    }

    fn code_lines(&mut self, code: &str) {
        // What a check finds in the example above it stands in a block of its own.
        let found = self.code.as_deref() == Some("findings");
        let (style, mark) = if found { (FAINT, self.look.draw("→ ", "-> ")) } else { (CODE, "") };
        for line in code.lines() {
            let line = escape::one_line(line);
            if !line.is_empty() {
                let line = if found && line == "none" { "nothing is found".into() } else { line };
                let first = format!("{}{mark}", " ".repeat(MARGIN + 2));
                let rest = " ".repeat(first.width() + line.len() - line.trim_start().len() + 2);
                self.text.push_str(&self.look.paint(style, fill(&line, self.look.width, &first, &rest)).to_string());
            }
            self.text.push('\n');
        }
    }

    /// An empty line, unless there is one or it would come first or right below a heading.
    fn gap(&mut self) {
        let below_heading = self.text.lines().last().is_some_and(|line| !line.is_empty() && !line.starts_with(' '));
        if !self.text.is_empty() && !self.text.ends_with("\n\n") && !below_heading {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# two-owners\n\nTwo roles *decide* on the **same** area with `own` words, so nobody does.\n\n\
        ## Example\n\n```yaml\ntitle: A\n\nduties:\n  - a duty that is longer than the page is wide\n```\n\n```findings\n1: warning two-owners \"A\"\n```\n\n```findings\nnone\n```\n\n<!-- for tools -->\n\n## Instead\n\n1. Name one owner.\n2. Say what the other gives:\n   - input\n   - review\n\n\
        See [the guide](https://example.org).\n\n> quoted words\n\n## End\nLast.\n";

    #[test]
    fn pages_are_laid_out_for_the_terminal() {
        let look = Look { colour: false, unicode: true, width: 40 };
        insta::assert_snapshot!(render(PAGE, look));
    }

    #[test]
    fn ascii_pages_are_ascii() {
        let look = Look { colour: true, unicode: false, width: 60 };
        assert!(render(PAGE, look).is_ascii());
    }
}
