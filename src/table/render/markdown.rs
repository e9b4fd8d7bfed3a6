//! The tables for GitHub and wikis: tables of GitHub's Markdown, in which no text from documents is markup.

use super::layout::{Grid, Manner, sections};
use crate::report::escape;
use crate::table::Table;
use std::io::{self, Write};

/// Writes all sections.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let manner = Manner { wide: true, unicode: true, width: usize::MAX };
    out.write_all(b"# Role audit\n")?;
    for section in sections(table, manner) {
        write!(out, "\n## {}\n", heading(&section.title))?;
        sentences(&section.lead, out)?;
        for grid in &section.grids {
            write_grid(grid, out)?;
        }
        if !section.tail.is_empty() {
            out.write_all(b"\n### How to read it\n")?;
        }
        sentences(&section.tail, out)?;
    }
    Ok(())
}

fn write_grid(grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    if !grid.title.is_empty() {
        write!(out, "\n### {}\n", heading(&grid.title))?;
    }
    sentences(&grid.lead, out)?;
    out.write_all(b"\n")?;
    let line = |cells: &mut dyn Iterator<Item = String>, out: &mut dyn Write| -> io::Result<()> {
        for cell in cells {
            if cell.is_empty() { out.write_all(b"| ")? } else { write!(out, "| {cell} ")? }
        }
        out.write_all(b"|\n")
    };
    line(&mut grid.head.iter().map(|head| escape::markdown(head)), out)?;
    line(&mut grid.head.iter().map(|_| "---".to_owned()), out)?;
    for row in &grid.rows {
        line(
            &mut row.iter().map(|cell| cell.0.iter().map(|line| escape::markdown(line)).collect::<Vec<_>>().join("<br>")),
            out,
        )?;
    }
    sentences(&grid.notes, out)
}

/// A heading ends without a full stop, as linters want it.
fn heading(text: &str) -> String {
    escape::markdown(text.trim_end_matches(['.', ',', ';', ':', '!', '?']))
}

/// Each sentence a paragraph of its own; several become a list.
fn sentences(sentences: &[String], out: &mut dyn Write) -> io::Result<()> {
    if sentences.is_empty() {
        return Ok(());
    }
    out.write_all(b"\n")?;
    for sentence in sentences {
        let bullet = if sentences.len() > 1 { "- " } else { "" };
        writeln!(out, "{bullet}{}", escape::markdown(sentence))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::report::escape;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// What a reader sees in a cell with this text, and whether anything in it is markup.
    fn seen(text: &str) -> (String, bool) {
        let page = format!("| a |\n| --- |\n| {} |\n", escape::markdown(text));
        let mut cell = String::new();
        let mut markup = false;
        for event in Parser::new_ext(&page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(text) => cell.push_str(&text),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell) => cell.clear(),
                Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {}
                _ => markup = true,
            }
        }
        (cell, markup)
    }

    proptest! {
        #[test]
        fn a_cell_shows_what_the_document_says_and_nothing_else(text in "[ -~äß\u{202e}|*_`<>\\[\\]]{0,40}") {
            let words: Vec<_> = escape::one_line(&text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
            let expected = words.join(" ");
            prop_assert_eq!(seen(&text), (expected, false));
        }
    }

    #[test]
    fn a_paragraph_is_neither_list_nor_heading() {
        for text in ["- a", "1. a", "12) a", "# a", "+ a", "=== a", "> a", "a\n- b"] {
            let page = escape::markdown(text);
            let markup = Parser::new(&page).any(|event| !matches!(event, Event::Text(_) | Event::Start(Tag::Paragraph) | Event::End(_)));
            assert!(!markup, "{page}");
        }
    }
}
