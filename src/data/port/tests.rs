//! Tests ports without Scheme.

use super::testing::Shared;
use super::*;

/// A stream that delivers a few bytes at a time.
struct Trickle(Vec<u8>, usize);

impl std::io::Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(buffer.len()).min(self.0.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0.drain(..n);
        Ok(n)
    }
}

fn inputs(text: &[u8]) -> Vec<Input> {
    let streams = [1, 2, 3, 8192].map(|n| Input::from_stream(Box::new(Trickle(text.to_vec(), n))));
    streams.into_iter().chain([Input::from_memory(text.to_vec())]).collect()
}

fn anything(_: usize) -> Result<(), Trouble> {
    Ok(())
}

#[test]
fn characters_of_all_widths_come_in_any_pieces() {
    let text = "aé€😀\n";
    for mut input in inputs(text.as_bytes()) {
        for c in text.chars() {
            assert_eq!(input.peek_char().unwrap(), Some(c));
            assert_eq!(input.char().unwrap(), Some(c));
        }
        assert_eq!(input.char().unwrap(), None);
    }
}

#[test]
fn lines_end_in_every_way() {
    for mut input in inputs(b"one\ntwo\r\n\rthree\r\nfour") {
        let mut lines = Vec::new();
        while let Some(extent) = input.line(anything).unwrap() {
            lines.push(String::from_utf8(input.buffered()[..extent.content].to_vec()).unwrap());
            input.take(extent.whole);
        }
        assert_eq!(lines, ["one", "two", "", "three", "four"]);
    }
}

#[test]
fn bytes_that_are_no_text_are_reported_once() {
    for mut input in inputs(b"a\xFFb\xE2\x82") {
        assert_eq!(input.char().unwrap(), Some('a'));
        assert!(matches!(input.peek_char(), Err(Trouble::Encoding)));
        assert!(matches!(input.char(), Err(Trouble::Encoding)));
        assert_eq!(input.char().unwrap(), Some('b'));
        assert!(matches!(input.char(), Err(Trouble::Encoding)));
        assert!(matches!(input.char(), Err(Trouble::Encoding)));
        assert_eq!(input.char().unwrap(), None);
    }
}

#[test]
fn counted_characters() {
    for mut input in inputs("aé€😀".as_bytes()) {
        assert_eq!(input.chars(2, anything).unwrap(), 3);
        assert_eq!(input.chars(100, anything).unwrap(), 10);
        input.take(3);
        assert_eq!(input.chars(1, anything).unwrap(), 3);
    }
    for mut input in inputs(b"ab\xFF") {
        assert_eq!(input.chars(100, anything).unwrap(), 2);
        input.take(2);
        assert!(matches!(input.chars(100, anything), Err(Trouble::Encoding)));
    }
}

#[test]
fn input_can_be_rewound() {
    for mut input in inputs("x(a b)y".as_bytes()) {
        input.char().unwrap();
        input.hold();
        while input.char().unwrap().is_some() {}
        input.rewind();
        assert_eq!(input.char().unwrap(), Some('('));
    }
}

#[test]
fn peeked_end_is_read_once() {
    struct Twice(u8);
    impl std::io::Read for Twice {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            buffer[0] = b'x';
            Ok(usize::from(self.0 > 1))
        }
    }
    let mut input = Input::from_stream(Box::new(Twice(0)));
    assert_eq!(input.peek_char().unwrap(), None);
    assert_eq!(input.peek_char().unwrap(), None);
    assert_eq!(input.char().unwrap(), None);
    assert_eq!(input.char().unwrap(), Some('x'));
}

#[test]
fn outputs_flush_when_due() {
    for (flushing, at_once) in [(Flushing::WhenFull, ""), (Flushing::ByLine, "a\n"), (Flushing::AtOnce, "a\nb")] {
        let shared = Shared::default();
        let mut output = Output::to_stream(Box::new(shared.clone()), flushing);
        output.bytes(b"a\n").unwrap();
        output.char('b').unwrap();
        assert_eq!(shared.text(), at_once);
        output.close().unwrap();
        assert_eq!(shared.text(), "a\nb");
        assert!(matches!(output.prepare(1, anything), Err(Trouble::Closed)));
    }
}

#[test]
fn large_and_dropped_outputs_arrive_whole() {
    let shared = Shared::default();
    let mut output = Output::to_stream(Box::new(shared.clone()), Flushing::WhenFull);
    output.char('é').unwrap();
    output.bytes(&[b'x'; 100_000]).unwrap();
    output.char('y').unwrap();
    drop(output);
    assert_eq!(shared.text().len(), 2 + 100_000 + 1);
}

#[test]
fn memory_is_asked_for() {
    let mut output = Output::to_memory();
    assert!(output.prepare(10, |_| Err(Trouble::Memory(0))).is_ok());
    assert!(output.prepare(1 << 20, |_| Err(Trouble::Memory(0))).is_err());
    assert!(output.prepare(usize::MAX, anything).is_err());
}
