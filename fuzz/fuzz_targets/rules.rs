//! Fuzzes `promises::rules`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::rules(&String::from_utf8_lossy(bytes)));
