//! Lines as they are shown, and for every character where it came from.

/// Lines that are shown, in one text, the last of them with where it came from.
#[derive(Debug, Default)]
pub struct Shown {
    text: String,
    /// Where the last line begins.
    start: usize,
    columns: usize,
    steps: Vec<Step>,
}

/// A character of the source, or several that are shown as they are, a byte and a column each.
#[derive(Debug)]
struct Step {
    /// Offset in the source.
    at: usize,
    /// Offset in what is shown.
    byte: usize,
    /// Column in what is shown.
    column: usize,
    /// How many characters.
    count: usize,
}

impl Shown {
    /// Forgets all lines.
    pub fn clear(&mut self) {
        self.text.clear();
        self.begin_line();
    }

    /// Begins a line.
    pub fn begin_line(&mut self) {
        self.start = self.text.len();
        self.columns = 0;
        self.steps.clear();
    }

    /// Ends the line. Where it came from is still known.
    pub fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// Adds what is shown for a character of the source, given where that is and how many columns it takes.
    pub fn push(&mut self, at: usize, text: &str, width: usize) {
        self.steps.push(Step { at, byte: self.text.len(), column: self.columns, count: 1 });
        self.text.push_str(text);
        self.columns += width;
    }

    /// Adds plain characters, which are shown as they are.
    pub fn push_plain(&mut self, at: usize, text: &str) {
        self.steps.push(Step { at, byte: self.text.len(), column: self.columns, count: text.len() });
        self.text.push_str(text);
        self.columns += text.len();
    }

    /// All lines.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is shown of the line so far.
    pub fn is_line_empty(&self) -> bool {
        self.text.len() == self.start
    }

    /// Where the line begins.
    pub fn line_start(&self) -> usize {
        self.start
    }

    /// Columns of the line so far.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Parts of which the line is made.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Where a byte of the source is shown.
    pub fn byte(&self, offset: usize) -> usize {
        self.find(offset, |step| step.at).map_or(self.text.len(), |(step, along)| step.byte + along)
    }

    /// The end of what is shown at a byte.
    pub fn after(&self, byte: usize) -> usize {
        self.find(byte + 1, |step| step.byte).map_or(self.text.len(), |(step, along)| step.byte + along)
    }

    /// The column of a shown byte.
    pub fn column(&self, byte: usize) -> usize {
        self.find(byte, |step| step.byte).map_or(self.columns, |(step, along)| step.column + along)
    }

    /// The first character whose place is not before `wanted`: its step, and which character of that it is.
    fn find(&self, wanted: usize, place: impl Fn(&Step) -> usize) -> Option<(&Step, usize)> {
        let next = self.steps.partition_point(|step| place(step) < wanted);
        let before = next.checked_sub(1).map(|before| &self.steps[before]);
        let within = before.map(|step| (step, wanted - place(step))).filter(|(step, along)| *along < step.count);
        within.or_else(|| self.steps.get(next).map(|step| (step, 0)))
    }
}
