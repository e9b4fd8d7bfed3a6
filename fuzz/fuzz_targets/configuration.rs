//! Fuzzes `promises::configuration`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::configuration(&String::from_utf8_lossy(bytes)));
