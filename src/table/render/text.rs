//! The tables for the terminal: they fit its width and can be read without colour.

use super::layout::{Grid, Manner, Section, sections};
use crate::report::escape;
use crate::report::look::{ERROR, FAINT, GOOD, Look, STRONG, WARNING};
use crate::report::wrap::fill;
use crate::table::Table;
use comfy_table::{ContentArrangement, presets};
use std::io::{self, Write};

/// Writes all sections.
pub fn write(table: &Table, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let manner = Manner { wide: false, unicode: look.unicode, width: look.width };
    for (at, section) in sections(table, manner).iter().enumerate() {
        if at > 0 {
            out.write_all(b"\n")?;
        }
        write_section(section, look, out)?;
    }
    Ok(())
}

fn write_section(section: &Section, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let title = section.title.to_uppercase();
    writeln!(out, "{}", look.paint(STRONG, title))?;
    sentences(&section.lead, look, out)?;
    for grid in &section.grids {
        out.write_all(b"\n")?;
        if !grid.title.is_empty() {
            writeln!(out, "{}", look.paint(STRONG, escape::one_line(&grid.title)))?;
        }
        sentences(&grid.lead, look, out)?;
        writeln!(out, "{}", coloured(&drawn(grid, look), look))?;
        sentences(&grid.notes, look, out)?;
    }
    if !section.tail.is_empty() {
        out.write_all(b"\n")?;
    }
    sentences(&section.tail, look, out)
}

fn sentences(sentences: &[String], look: Look, out: &mut dyn Write) -> io::Result<()> {
    for sentence in sentences {
        writeln!(out, "{}", fill(&escape::one_line(sentence), look.width, "", "  "))?;
    }
    Ok(())
}

/// A grid without colour. Lines that would end in spaces do not.
fn drawn(grid: &Grid, look: Look) -> String {
    let mut table = comfy_table::Table::new();
    // Entries of several lines are told apart by lines between them.
    let style = match grid.running {
        0 | 1 => look.draw(presets::UTF8_FULL_CONDENSED, presets::ASCII_FULL_CONDENSED),
        _ => look.draw(presets::UTF8_FULL, presets::ASCII_FULL),
    };
    table.load_style(style);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    let text = |lines: &[String]| lines.iter().map(|line| breakable(&escape::one_line(line))).collect::<Vec<_>>().join("\n");
    table.set_header(grid.head.iter().map(|head| breakable(&escape::one_line(head))));
    for row in &grid.rows {
        table.add_row(row.iter().map(|cell| text(&cell.0)));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// A text with spaces in words that are longer than any word; laying out a word takes time by the square of its length.
fn breakable(text: &str) -> String {
    const LONGEST: usize = 100;
    let mut broken = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_whitespace() { 0 } else { run + 1 };
        if run > LONGEST {
            broken.push(' ');
            run = 1;
        }
        broken.push(c);
    }
    broken
}

/// Colours the symbols of statuses and the words of severities after the layout, which must not count the colours.
fn coloured(table: &str, look: Look) -> String {
    if !look.colour {
        return table.to_owned();
    }
    let mut text = table.to_owned();
    let styles = [
        ("✗ two owners", ERROR),
        ("○ gap", ERROR),
        ("≠ other role", WARNING),
        ("? unclear", WARNING),
        ("✓ ok", GOOD),
        ("≈ accepted", FAINT),
        ("presumed", FAINT),
    ];
    for (words, style) in styles {
        text = text.replace(words, &look.paint(style, words).to_string());
    }
    for (words, style) in [("│ error ", ERROR), ("│ warning ", WARNING)] {
        let painted = format!("│ {} ", look.paint(style, words.trim_start_matches("│ ").trim_end()));
        text = text.replace(words, &painted);
    }
    text
}
