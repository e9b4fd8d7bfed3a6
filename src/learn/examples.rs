//! The examples of the area files as labelled duties: what the rules say themselves is learned with everything else.

use super::Labelled;
use crate::document::yaml::leaves;
use crate::rulebook::compile::area_files;
use crate::rulebook::{Relation, RuleError, Rulebook, Sources};

/// How much an example counts beside a labelled duty: it is there because it is beyond doubt.
const WEIGHT: f32 = 2.0;

/// All examples of the first language, in order of file and line. Those of residual classes carry no relation.
pub fn examples(sources: &Sources, rulebook: &Rulebook) -> Result<Vec<Labelled>, RuleError> {
    let mut duties = Vec::new();
    for ((file, _), area) in area_files(sources)?.into_iter().zip(rulebook.areas()) {
        for leaf in leaves(&file.text) {
            let ["examples", relation] = leaf.path.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
                continue;
            };
            let known = Relation::ALL.into_iter().find(|known| known.name() == relation);
            duties.push(Labelled {
                text: leaf.text,
                duty_type: known.map_or(area.types[0], |relation| area.types[relation as usize]),
                also: Vec::new(),
                alt: Vec::new(),
                areas: vec![area.id.clone()],
                relation: known.map(|relation| relation.name().to_owned()),
                fold: None,
                weight: WEIGHT,
            });
        }
    }
    Ok(duties)
}
