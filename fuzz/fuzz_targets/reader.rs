//! Reads a text as a program and as data; the data must print so that they read back.
#![no_main]

use cairn::text::printer::{self, Style};
use cairn::text::reader::{self, ProgramReader, SpanMap};
use cairn_gc::{Config, Heap, Rootable, Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let config = Config { limit: 64 << 20, nursery_bytes: 256 << 10, ..Config::default() };
    let mut heap = Heap::<Rootable![Value<'_>]>::new(config, |_| Value::NIL);
    heap.mutate(|mc, _| {
        let mut program = ProgramReader::new(text.into(), 0);
        // After a failure the reader continues after it; each step consumes something.
        for _ in 0..=text.len() {
            if let Ok(None) = program.next(mc, &mut SpanMap::new()) {
                break;
            }
        }
        let Ok(datum) = reader::read_str(mc, text) else { return };
        let Ok(written) = printer::to_string(mc, datum, Style::Write) else { return };
        let Ok(again) = reader::read_str(mc, &written) else {
            // Objects without a notation print as `#<...>`.
            assert!(written.contains("#<"), "{text:?} is written as {written:?}, which cannot be read");
            return;
        };
        let rewritten = printer::to_string(mc, again, Style::Write).expect("room");
        assert_eq!(written, rewritten, "{text:?}");
    });
});
