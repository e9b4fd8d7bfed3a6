//! Words reduced to what their forms share, as numbers.
//!
//! Endings of inflection, the commonest endings of derivation and British spelling are removed (`prioritises`,
//! `prioritizing` and `prioritization` meet). Measured on labelled duties, this serves better than inflection alone: there
//! are few examples, and `definition of the roadmap` should teach what `define the roadmap` means. Compiled into the
//! build script too, so that rules and duties are reduced alike.

/// The number of a reduced word. Equal for equal reduced words; collisions between 64-bit numbers do not matter here.
pub type Stem = u64;

/// Longest word that is reduced; longer ones are numbered as they are.
const LONGEST: usize = 32;

/// Reduces a word (ASCII case and form do not matter) and numbers it.
pub fn stem(word: &str) -> Stem {
    let bytes = word.as_bytes();
    if bytes.len() > LONGEST || !word.is_ascii() {
        return number(word.to_lowercase().as_bytes());
    }
    let mut buffer = [0u8; LONGEST + 4];
    for (to, from) in buffer.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    let len = reduce(&mut buffer, bytes.len());
    number(&buffer[..len])
}

/// The reduced form itself, for people and for the readable model file.
pub fn stem_text(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.len() > LONGEST || !lower.is_ascii() {
        return lower;
    }
    let mut buffer = [0u8; LONGEST + 4];
    buffer[..lower.len()].copy_from_slice(lower.as_bytes());
    let len = reduce(&mut buffer, lower.len());
    String::from_utf8_lossy(&buffer[..len]).into_owned()
}

/// FNV-1a, followed by a mix so that low bits are good enough for a table.
pub const fn number(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    mix(hash)
}

/// Joins numbers in order, for phrases and for features made of several words.
pub const fn join(left: u64, right: u64) -> u64 {
    mix(left.rotate_left(23) ^ right.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// The form that an irregular form counts as.
fn irregular(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"led" => "lead",
        b"built" => "build",
        b"wrote" | b"written" => "write",
        b"drove" | b"driven" => "drive",
        b"kept" => "keep",
        b"held" => "hold",
        b"made" => "make",
        b"ran" | b"running" => "run",
        b"set" | b"sets" | b"setting" => "set",
        b"using" | b"used" => "use",
        b"understood" => "understand",
        b"brought" => "bring",
        b"spoke" => "speak",
        b"chose" | b"chosen" => "choose",
        b"criterion" => "criteria",
        b"analyses" | b"analyse" | b"analysed" | b"analysing" => "analyz",
        b"analysis" => "analysis",
        b"business" => "business",
        b"process" => "process",
        b"is" | b"are" | b"was" | b"were" | b"been" => "be",
        b"has" | b"had" => "have",
        b"does" => "do",
        b"done" => "done",
        b"backlogs" => "backlog",
        b"programme" | b"programmes" => "program",
        _ => return None,
    })
}

/// Endings that are removed when at least four letters stay, longest first where one ends another.
const ENDINGS: &[&[u8]] = &[b"ization", b"ational", b"ation", b"ition", b"ment", b"ion", b"er", b"or", b"ly"];

/// Endings of verbs, removed before all others when at least three letters stay, one of them a vowel.
const VERB_ENDINGS: &[&[u8]] = &[b"ing", b"ed"];

/// Reduces the lower-case word in the first `len` bytes and gives its new length.
fn reduce(buffer: &mut [u8; LONGEST + 4], mut len: usize) -> usize {
    if let Some(to) = irregular(&buffer[..len]) {
        buffer[..to.len()].copy_from_slice(to.as_bytes());
        return to.len();
    }
    if len <= 3 {
        return len;
    }
    americanize(buffer, &mut len);
    if ends(buffer, len, b"ies") {
        buffer[len - 3] = b'y';
        len -= 2;
    } else if ends(buffer, len, b"sses") {
        len -= 2;
    } else if buffer[len - 1] == b's' && !matches!(buffer[len - 2], b's' | b'u' | b'i') {
        len -= 1;
    }
    if matches!(buffer[len - 1], b'g' | b'd')
        && let Some(ending) = VERB_ENDINGS.iter().find(|ending| len >= ending.len() + 3 && ends(buffer, len, ending))
        && buffer[..len - ending.len()].iter().any(|&letter| is_vowel(letter))
    {
        len -= ending.len();
        if len > 3 && buffer[len - 1] == buffer[len - 2] && !b"lsz".contains(&buffer[len - 1]) {
            len -= 1;
        } else if len == 3 && !is_vowel(buffer[0]) && is_vowel(buffer[1]) && !is_vowel(buffer[2]) && !b"wxy".contains(&buffer[2]) {
            // "making" comes from "make": "mak" would have doubled its last letter.
            buffer[len] = b'e';
            len += 1;
        }
    }
    let may_end = matches!(buffer[len - 1], b'n' | b'l' | b't' | b'r' | b'y');
    if let Some(ending) = ENDINGS.iter().find(|ending| may_end && len >= ending.len() + 4 && ends(buffer, len, ending)) {
        len -= ending.len();
        if buffer[len - 1] == buffer[len - 2] && !b"lsz".contains(&buffer[len - 1]) {
            len -= 1;
        }
    }
    if len > 4 && buffer[len - 1] == b'e' {
        len -= 1;
    }
    // "collaborate" and "collaboration", "organize" and "organization".
    if len > 6 && (ends(buffer, len, b"iz") || ends(buffer, len, b"at")) {
        len -= 2;
    }
    if len > 4 && buffer[len - 1] == b'y' {
        buffer[len - 1] = b'i';
    }
    len
}

/// Turns British spellings into American ones: `-isation`, `-ise`, `-our`.
fn americanize(buffer: &mut [u8; LONGEST + 4], len: &mut usize) {
    let s_to_z = match &buffer[..*len] {
        [.., b'i', b's', b'e'] => 2,
        [.., b'i', b's', b'e', b's' | b'd'] => 3,
        [.., b'i', b's', b'i', b'n', b'g'] => 4,
        [.., b'i', b's', b'a', b't', b'i', b'o', b'n'] => 6,
        [.., b'i', b's', b'a', b't', b'i', b'o', b'n', b's'] => 7,
        _ => 0,
    };
    // The letters before count, so that all forms of a word fare alike: four in "realise", three in "advise".
    if s_to_z > 0 && *len - s_to_z > 4 {
        buffer[*len - s_to_z] = b'z';
        return;
    }
    let without_u = match &buffer[..*len] {
        [.., b'i' | b'v' | b'l', b'o', b'u', b'r'] => 2,
        [.., b'i' | b'v' | b'l', b'o', b'u', b'r', b's'] => 3,
        _ => 0,
    };
    if without_u > 0 && *len > 5 {
        let at = *len - without_u;
        buffer.copy_within(at + 1..*len, at);
        *len -= 1;
    }
}

const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn ends(buffer: &[u8], len: usize, ending: &[u8]) -> bool {
    len >= ending.len() && &buffer[len - ending.len()..len] == ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["prioritise", "prioritises", "prioritising", "prioritised", "prioritize", "Prioritizing"][..],
            &["define", "defines", "defining", "defined"],
            &["story", "stories"],
            &["plan", "planning", "planned", "plans"],
            &["behaviour", "behaviors"],
            &["organisation", "organization"],
            &["analyse", "analyze", "analysing", "analyzes"],
            &["prioritize", "prioritization", "prioritisation"],
            &["lead", "led", "leads", "leading"],
            &["deliver", "delivers", "delivering", "delivered"],
            &["monitor", "monitors", "monitoring"],
            &["own", "owns", "owning", "owned"],
            &["make", "making", "makes"],
            &["advise", "advising", "advises", "advised"],
            &["collaborate", "collaborating", "collaboration"],
            &["define", "definition"],
            &["create", "creating", "creation"],
            &["fix", "fixing"],
            &["add", "adding", "added"],
        ] {
            for form in forms {
                assert_eq!(stem_text(form), stem_text(forms[0]), "{form}");
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (left, right) in [("owner", "own"), ("analysis", "analyst"), ("business", "busy"), ("story", "store")] {
            assert_ne!(stem_text(left), stem_text(right));
        }
    }
}
