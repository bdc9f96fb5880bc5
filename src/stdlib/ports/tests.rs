//! Tests the port builtins together: memory, files, standard streams, failures.

use cairn_data::conditions;
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::global;
use cairn_data::port::testing::Shared;
use cairn_data::port::{Allowance, Flushing, Streams};
use cairn_gc::{Kind, Value};
use cairn_vm::ports;

use crate::Context;
use crate::testing::{call, eval_in};

fn text(value: Value<'_>) -> String {
    value.as_string().expect("a string").to_string()
}

fn string<'gc>(ctx: &Context<'_, 'gc>, text: &str) -> Value<'gc> {
    ctx.mc.string(text).unwrap()
}

fn kind_of(result: Result<'_>) -> ErrorKind {
    match result {
        Err(Throw::Failure(failure)) => failure.kind,
        other => panic!("{other:?}"),
    }
}

fn reader<'gc>(ctx: &mut Context<'_, 'gc>, content: &str) -> Value<'gc> {
    let content = string(ctx, content);
    call(ctx, "open-input-string", &[content]).unwrap()
}

/// Runs `f` with `input` as standard input; the result is the standard output.
fn with_streams(input: &'static str, f: impl for<'a, 'gc> FnOnce(&mut Context<'a, 'gc>, &Shared)) -> String {
    let output = Shared::default();
    eval_in(|ctx| {
        let streams = Streams {
            input: Box::new(input.as_bytes()),
            input_ready: Box::new(|_| true),
            output: Box::new(output.clone()),
            error: Box::new(std::io::sink()),
            flushing: Flushing::WhenFull,
        };
        ports::install(ctx.mc, ctx.world, streams, &Allowance::default());
        f(ctx, &output);
    });
    output.text()
}

#[test]
fn text_goes_through_memory() {
    eval_in(|ctx| {
        let port = call(ctx, "open-output-string", &[]).unwrap();
        let words = string(ctx, "añ€");
        let list = ctx.mc.list(&[words, Value::char('x'), Value::fixnum(-12)]);
        for (name, obj) in [
            ("display", list),
            ("write", list),
            ("write", Value::fixnum(i64::MIN >> 3)),
            ("write-char", Value::char('é')),
        ] {
            call(ctx, name, &[obj, port]).unwrap();
        }
        call(ctx, "write-string", &[words, port, Value::fixnum(1), Value::fixnum(3)]).unwrap();
        let got = call(ctx, "get-output-string", &[port]).unwrap();
        assert_eq!(text(got), "(añ€ x -12)(\"añ€\" #\\x -12)-1152921504606846976éñ€");
        assert!(call(ctx, "write-string", &[words, port, Value::fixnum(4)]).is_err());
        assert!(call(ctx, "write-u8", &[Value::fixnum(1), port]).is_err());
    });
}

#[test]
fn lines_characters_and_data_are_read() {
    eval_in(|ctx| {
        let port = reader(ctx, "one\r\n(a . \"b\") x\ntail");
        let line = call(ctx, "read-line", &[port]).unwrap();
        assert_eq!(text(line), "one");
        assert_eq!(call(ctx, "peek-char", &[port]).unwrap(), Value::char('('));
        let datum = call(ctx, "read", &[port]).unwrap();
        assert_eq!(text(datum.cdr().unwrap()), "b");
        assert_eq!(call(ctx, "read-char", &[port]).unwrap(), Value::char(' '));
        let some = call(ctx, "read-string", &[Value::fixnum(3), port]).unwrap();
        assert_eq!(text(some), "x\nt");
        assert_eq!(call(ctx, "char-ready?", &[port]).unwrap(), Value::TRUE);
        let rest = call(ctx, "read-string", &[Value::fixnum(1 << 50), port]).unwrap();
        assert_eq!(text(rest), "ail");
        for name in ["read-char", "peek-char", "read-line", "read"] {
            assert_eq!(call(ctx, name, &[port]).unwrap(), Value::EOF, "{name}");
        }
        assert_eq!(call(ctx, "read-string", &[Value::fixnum(1), port]).unwrap(), Value::EOF);
        assert_eq!(text(call(ctx, "read-string", &[Value::fixnum(0), port]).unwrap()), "");
        let broken = reader(ctx, "(a");
        assert_eq!(kind_of(call(ctx, "read", &[broken])), ErrorKind::Read);
    });
}

#[test]
fn bytes_go_through_memory() {
    eval_in(|ctx| {
        let out = call(ctx, "open-output-bytevector", &[]).unwrap();
        let bytes = ctx.mc.alloc_bytes_from(Kind::Bytes, &[1, 2, 3, 255]).unwrap();
        call(ctx, "write-bytevector", &[bytes, out, Value::fixnum(1)]).unwrap();
        call(ctx, "write-u8", &[Value::fixnum(7), out]).unwrap();
        let got = call(ctx, "get-output-bytevector", &[out]).unwrap();
        assert_eq!(got.bytes(), [2, 3, 255, 7]);
        let port = call(ctx, "open-input-bytevector", &[got]).unwrap();
        assert_eq!(call(ctx, "peek-u8", &[port]).unwrap(), Value::fixnum(2));
        assert_eq!(call(ctx, "read-u8", &[port]).unwrap(), Value::fixnum(2));
        assert_eq!(call(ctx, "read-bytevector!", &[bytes, port, Value::fixnum(2)]).unwrap(), Value::fixnum(2));
        assert_eq!(bytes.bytes(), [1, 2, 3, 255]);
        let rest = call(ctx, "read-bytevector", &[Value::fixnum(9), port]).unwrap();
        assert_eq!(rest.bytes(), [7]);
        assert_eq!(call(ctx, "read-bytevector", &[Value::fixnum(9), port]).unwrap(), Value::EOF);
        assert_eq!(call(ctx, "read-bytevector!", &[bytes, port]).unwrap(), Value::EOF);
        assert!(call(ctx, "write-u8", &[Value::fixnum(256), out]).is_err());
        assert!(call(ctx, "read-char", &[port]).is_err());
    });
}

#[test]
fn closed_ports_refuse() {
    eval_in(|ctx| {
        let input = reader(ctx, "abc");
        let output = call(ctx, "open-output-string", &[]).unwrap();
        for port in [input, output] {
            call(ctx, "close-port", &[port]).unwrap();
            call(ctx, "close-port", &[port]).unwrap();
        }
        assert_eq!(call(ctx, "input-port-open?", &[input]).unwrap(), Value::FALSE);
        for name in ["read-char", "peek-char", "read-line", "read", "char-ready?"] {
            assert!(call(ctx, name, &[input]).is_err(), "{name}");
        }
        assert!(call(ctx, "write-char", &[Value::char('a'), output]).is_err());
        assert!(call(ctx, "get-output-string", &[output]).is_err());
        assert!(call(ctx, "close-input-port", &[output]).is_err());
    });
}

#[test]
fn files_are_written_and_read() {
    let path = std::env::temp_dir().join(format!("cairn-io-{}.txt", std::process::id()));
    eval_in(|ctx| {
        let name = string(ctx, path.to_str().unwrap());
        let out = call(ctx, "open-output-file", &[name]).unwrap();
        let words = string(ctx, "λ\nfin");
        call(ctx, "write-string", &[words, out]).unwrap();
        call(ctx, "close-port", &[out]).unwrap();
        assert_eq!(call(ctx, "file-exists?", &[name]).unwrap(), Value::TRUE);
        let port = call(ctx, "open-input-file", &[name]).unwrap();
        assert_eq!(text(call(ctx, "read-line", &[port]).unwrap()), "λ");
        assert_eq!(text(call(ctx, "read-line", &[port]).unwrap()), "fin");
        call(ctx, "delete-file", &[name]).unwrap();
        assert_eq!(kind_of(call(ctx, "delete-file", &[name])), ErrorKind::File);
        assert_eq!(kind_of(call(ctx, "open-input-file", &[name])), ErrorKind::File);
        let directory = string(ctx, "/");
        assert_eq!(kind_of(call(ctx, "open-input-file", &[directory])), ErrorKind::File);
    });
}

#[test]
fn files_left_open_are_flushed_at_the_end() {
    let path = std::env::temp_dir().join(format!("cairn-exit-{}.txt", std::process::id()));
    eval_in(|ctx| {
        let name = string(ctx, path.to_str().unwrap());
        let out = call(ctx, "open-output-file", &[name]).unwrap();
        call(ctx, "write-char", &[Value::char('x'), out]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"");
        call(ctx, "%flush-ports", &[]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"x");
    });
    std::fs::remove_file(path).unwrap();
}

#[test]
fn standard_streams_are_the_current_ports() {
    let output = with_streams("yes\n", |ctx, shared| {
        call(ctx, "display", &[Value::TRUE]).unwrap();
        call(ctx, "newline", &[]).unwrap();
        assert_eq!(shared.text(), "");
        assert_eq!(text(call(ctx, "read-line", &[]).unwrap()), "yes");
        assert_eq!(shared.text(), "#t\n", "reading flushes what was asked");
        call(ctx, "write-char", &[Value::char('.')]).unwrap();
        call(ctx, "flush-output-port", &[]).unwrap();
    });
    assert_eq!(output, "#t\n.");
}

#[test]
fn parameters_hold_the_current_ports() {
    let output = with_streams("", |ctx, _| {
        let cell = ctx.world.session.cells.named(ctx.mc, "current-output-port");
        let parameter = cell.slot(global::VALUE).unwrap();
        assert!(parameter.has_kind(Kind::Parameter));
        let port = call(ctx, "open-output-string", &[]).unwrap();
        ctx.world.parameters = ctx.mc.list(&[ctx.mc.cons(parameter, port)]);
        call(ctx, "write-char", &[Value::char('x')]).unwrap();
        assert_eq!(call(ctx, "current-output-port", &[]).unwrap(), port);
        assert_eq!(text(call(ctx, "get-output-string", &[port]).unwrap()), "x");
        ctx.world.parameters = Value::NIL;
        call(ctx, "write-char", &[Value::char('y')]).unwrap();
        assert!(call(ctx, "%output-port", &[Value::NIL]).is_err());
    });
    assert_eq!(output, "y");
}

#[test]
fn bytes_that_are_no_text_are_a_read_error() {
    let path = std::env::temp_dir().join(format!("cairn-bytes-{}.txt", std::process::id()));
    std::fs::write(&path, b"\xFFa").unwrap();
    eval_in(|ctx| {
        let name = string(ctx, path.to_str().unwrap());
        let port = call(ctx, "open-input-file", &[name]).unwrap();
        assert_eq!(kind_of(call(ctx, "read-char", &[port])), ErrorKind::Read);
        assert_eq!(call(ctx, "read-char", &[port]).unwrap(), Value::char('a'));
    });
    std::fs::remove_file(path).unwrap();
}

#[test]
fn reports_name_message_and_irritants() {
    eval_in(|ctx| {
        let (message, who) = (string(ctx, "no"), ctx.mc.intern("general"));
        let words = string(ctx, "s");
        let irritants = ctx.mc.list(&[words, Value::fixnum(1)]);
        let c = call(ctx, "%make-condition", &[who, message, irritants]).unwrap();
        assert_eq!(conditions::kind(c), Some(ErrorKind::General));
        assert_eq!(text(call(ctx, "condition-report-string", &[c]).unwrap()), "no \"s\" 1");
    });
}
