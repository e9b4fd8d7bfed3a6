//! Fuzzes `promises::classify`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::classify(&String::from_utf8_lossy(bytes)));
