//! `role-audit rules test`: says which examples are judged otherwise than their file says, and which phrases none uses.

use super::proof::{Failure, Phrase, Proof};
use crate::cli::{Common, Knowledge};
use crate::commands::to_stdout;
use crate::config::in_force;
use crate::error::{Error, Status};
use crate::report::look::{ERROR, FAINT, GOOD, STRONG, WARNING};
use crate::report::{Look, count, escape};
use std::io::{self, Write};

/// Tests the rules; with `coverage`, an unused phrase is a failure too.
pub(super) fn run(coverage: bool, knowledge: &Knowledge, common: Common) -> Result<Status, Error> {
    let force = in_force(&knowledge.asked())?;
    let proof = Proof::new(&force.rule_sources()?, &force.rulebook)?;
    let look = common.look();
    to_stdout(look, |out| {
        for failure in &proof.failures {
            write_failure(failure, look, out)?;
        }
        if coverage {
            write_coverage(&proof, look, out)?;
        }
        if common.quiet { Ok(()) } else { write_summary(&proof, coverage, look, out) }
    })?;
    let fails = !proof.failures.is_empty() || coverage && proof.unused().next().is_some();
    Ok(if fails { Status::Findings } else { Status::Clean })
}

fn write_failure(failure: &Failure, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let Failure { place, text, expected, found } = failure;
    writeln!(out, "{}:{}: {}", escape::one_line(&place.path), place.line, look.paint(STRONG, escape::one_line(text)))?;
    writeln!(out, "  {} {expected}", look.paint(FAINT, "expected"))?;
    writeln!(out, "  {}    {}", look.paint(FAINT, "found"), look.paint(ERROR, found))
}

fn write_coverage(proof: &Proof, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for Phrase { place, area, text, fired } in &proof.phrases {
        let style = if *fired == 0 { ERROR } else { GOOD };
        let number = format!("{fired:>4}");
        let (text, path) = (escape::one_line(text), escape::one_line(&place.path));
        writeln!(out, "{}  {area}: {text}  {path}:{}", look.paint(style, number), place.line)?;
    }
    Ok(())
}

fn write_summary(proof: &Proof, coverage: bool, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let examples = count(proof.examples, "example", "examples");
    if proof.failures.is_empty() {
        writeln!(out, "{} {examples} judged as the rules say", look.paint(GOOD, "ok:"))?;
    } else {
        let wrong = count(proof.failures.len(), "example is", "examples are");
        writeln!(out, "{} {wrong} judged otherwise than the rules say, of {examples}", look.paint(ERROR, "failed:"))?;
    }
    let unused = proof.unused().count();
    if unused == 0 {
        return Ok(());
    }
    let label = if coverage { look.paint(ERROR, "failed:") } else { look.paint(WARNING, "warning:") };
    let hint = if coverage { "" } else { "; --coverage lists them" };
    let phrases = count(unused, "phrase speaks", "phrases speak");
    writeln!(out, "{label} {phrases} in no example, of {}{hint}", count(proof.phrases.len(), "phrase", "phrases"))
}
