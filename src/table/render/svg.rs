//! Charts: the mix of a role's duties as a bar of segments, measured here and drawn by the page's template.

use crate::table::roles::Mix;

/// One segment of a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// What it stands for.
    pub label: &'static str,
    /// The class that colours it.
    pub class: &'static str,
    /// How many duties.
    pub count: usize,
    /// Where it starts, in percent of the bar.
    pub x: f64,
    /// How wide it is, in percent of the bar.
    pub width: f64,
}

/// The classes of the segments, in the order of [`Mix::parts`].
const CLASSES: [&str; 6] = ["pm", "po", "shared", "other", "unclear", "neither"];

/// The segments of a bar, without empty ones.
pub fn segments(mix: Mix) -> Vec<Segment> {
    let total = mix.total().max(1) as f64;
    let mut x = 0.0;
    let mut result = Vec::new();
    for ((label, count), class) in mix.parts().into_iter().zip(CLASSES) {
        if count > 0 {
            let width = count as f64 * 100.0 / total;
            result.push(Segment { label, class, count, x: rounded(x), width: rounded(width) });
            x += width;
        }
    }
    result
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// The bar in words, for those who do not see it.
pub fn words(mix: Mix) -> String {
    let parts: Vec<String> = segments(mix).iter().map(|segment| format!("{} {}", segment.count, segment.label)).collect();
    if parts.is_empty() { "no duties".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_fill_the_bar_without_empty_ones() {
        let segments = segments(Mix { pm: 1, po: 2, unclear: 1, ..Mix::default() });
        assert_eq!(
            segments.iter().map(|segment| (segment.x, segment.width)).collect::<Vec<_>>(),
            [(0.0, 25.0), (25.0, 50.0), (75.0, 25.0)]
        );
        assert_eq!(words(Mix { pm: 1, ..Mix::default() }), "1 Product Manager");
        assert_eq!(words(Mix::default()), "no duties");
    }
}
