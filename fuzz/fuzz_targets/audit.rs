//! Fuzzes `promises::audit`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::audit(&String::from_utf8_lossy(bytes)));
