//! The guess whether a text without a telling name is Markdown.

/// Lines looked at to tell Markdown from YAML.
const SAMPLE: usize = 200;

/// Whether a text without a telling file name looks like Markdown rather than YAML: which of the two has more lines that only it has.
pub fn looks_like_markdown(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    let split = super::front_matter::split(text);
    if split.front.is_some() {
        return text.starts_with("+++") || looks_like_markdown(&text[split.body..]);
    }
    let (mut markdown, mut yaml) = (0, 0);
    let mut before = "";
    for line in text.lines().take(SAMPLE) {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            match line_of(line, before) {
                Some(Language::Markdown) => markdown += 1,
                Some(Language::Yaml) => yaml += 1,
                None => {}
            }
        }
        before = trimmed;
    }
    markdown > yaml
}

enum Language {
    Markdown,
    Yaml,
}

/// The language a line certainly belongs to. `before` is the line before it.
fn line_of(line: &str, before: &str) -> Option<Language> {
    let trimmed = line.trim();
    let hashes = trimmed.len() - trimmed.trim_start_matches('#').len();
    let is_list = trimmed.starts_with("- ");
    if hashes > 0 {
        // One hash is a comment in YAML as well, two are nearly always a heading.
        return (hashes > 1 && trimmed[hashes..].starts_with(' ') || hashes == 1 && before.is_empty() && line.starts_with("# "))
            .then_some(Language::Markdown);
    }
    let starts = ["* ", "+ ", "**", "__", "> ", "|", "<", "1. ", "![", "[", "===", "***"];
    if starts.iter().any(|start| trimmed.starts_with(start)) && !(trimmed.starts_with('[') && trimmed.ends_with([']', ','])) {
        return Some(Language::Markdown);
    }
    let entry = trimmed.trim_start_matches("- ");
    let key = entry
        .split_once(':')
        .filter(|(key, value)| (value.is_empty() || value.starts_with(' ')) && key.split_whitespace().count() <= 4);
    if entry.starts_with(['{', '"', '}', ']']) || (key.is_some() && !entry.contains("**")) {
        return Some(Language::Yaml);
    }
    // A line of prose at the margin is no YAML, unless it continues a scalar.
    (!is_list && !line.starts_with([' ', '\t']) && trimmed.contains(char::is_alphabetic)).then_some(Language::Markdown)
}

#[cfg(test)]
mod tests {
    use super::looks_like_markdown;

    #[test]
    fn markdown_is_told_from_yaml() {
        for text in [
            "# Product Owner\n\n## Tasks\n- Order it\n",
            "---\ntitle: Product Owner\n---\n## Tasks\n\n- Order it\n",
            "+++\ntitle = 'x'\n+++\n",
            "We look for somebody.\n\n* Order it\n",
            "| A | B |\n|---|---|\n",
            "<ul><li>Order it</li></ul>",
        ] {
            assert!(looks_like_markdown(text), "{text}");
        }
        for text in [
            "",
            "title: Product Owner\nduties:\n  - Order it\n",
            "# jobs\n# in join.html\n\nlondon:\nporto:\n  - title: x\n",
            "- title: x\n  tasks: [a, b]\n",
            "---\ntitle: x\n---\ntitle: y\n",
            "{\"title\": \"x\",\n\"duties\": [\"a\"]}",
            "- Order it\n- Ship it\n",
            "key objectives:\n  - Lead it\n    - Own it\ntext: |\n  Some prose here\n  # not a heading\n",
        ] {
            assert!(!looks_like_markdown(text), "{text}");
        }
    }
}
