//! Parts of the page of a check, for reports and lists that quote it.

use super::Look;
use super::page;

/// What the page says below a heading, in Markdown. Empty when the heading is not there.
pub fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let mut start = None;
    let mut at = 0;
    let mut fenced = false;
    for line in page.split_inclusive('\n') {
        let text = line.trim_end();
        fenced ^= text.starts_with("```");
        if let (false, Some(found)) = (fenced, text.strip_prefix("## ")) {
            match start {
                Some(start) => return page[start..at].trim(),
                None if found.trim() == heading => start = Some(at + line.len()),
                None => {}
            }
        }
        at += line.len();
    }
    start.map_or("", |start| page[start..].trim())
}

/// What the check reports, in one clause without a full stop.
pub fn clause(page: &str) -> String {
    let paragraph = page
        .split("\n\n")
        .map(str::trim)
        .find(|block| !block.is_empty() && !block.starts_with('#'))
        .unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = [". ", ": ", "; "].iter().filter_map(|stop| line.find(stop)).min().unwrap_or(line.len());
    line[..end].trim_end_matches('.').replace('`', "")
}

/// Markdown as plain text.
pub fn plain(markdown: &str) -> String {
    let lines = page::render(markdown, Look { colour: false, unicode: true, width: 100 });
    let margin = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let indent = lines.lines().filter(|line| !line.is_empty()).map(margin).min().unwrap_or(0);
    lines
        .lines()
        .map(|line| line.get(indent..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# two-owners\n\n## What it reports\n\nTwo roles `decide`. So nobody\ndoes.\n\n## Example\n\n```markdown\n## Product\n```\n\n\
                        ## Sources\n\nMany.\n";

    #[test]
    fn headings_in_examples_do_not_count() {
        assert_eq!(section(PAGE, "Example"), "```markdown\n## Product\n```");
        assert_eq!(section(PAGE, "Sources"), "Many.");
        assert_eq!(section(PAGE, "Product"), "");
        assert_eq!(clause(PAGE), "Two roles decide");
        assert_eq!(plain(section(PAGE, "What it reports")), "Two roles `decide`. So nobody does.");
    }

    #[test]
    fn every_page_says_what_its_check_reports() {
        for check in crate::checks::ALL {
            assert!(!section(check.page, "What it reports").is_empty(), "{}", check.id);
            assert!(clause(check.page).len() > 10, "{}", check.id);
        }
    }
}
