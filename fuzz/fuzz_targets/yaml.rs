//! Fuzzes `promises::yaml`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::yaml(&String::from_utf8_lossy(bytes)));
