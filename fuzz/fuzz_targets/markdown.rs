//! Fuzzes `promises::markdown`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::markdown(&String::from_utf8_lossy(bytes)));
