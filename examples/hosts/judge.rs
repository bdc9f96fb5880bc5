//! An online judge: runs what strangers send, within four limits.

use std::time::Duration;

use cairn::{Cause, Engine, Func, Limits, Stop};

#[derive(PartialEq, Eq, Debug)]
enum Verdict {
    Accepted,
    Wrong(u64),
    TimeOut,
    TooMuchMemory,
    TooMuchOutput,
    Failed(String),
}

/// The tests: arguments, and what is expected.
const TESTS: &[(u64, u64)] = &[(0, 0), (1, 1), (10, 55), (90, 2_880_067_194_370_816_120)];

/// Judges a submission, which is to define `(fib n)`.
fn judge(text: &str) -> Verdict {
    let limits = Limits { fuel: Some(2_000_000), timeout: Some(Duration::from_secs(60)), output: Some(1000) };
    let engine = Engine::builder().memory(16 << 20).stack(4 << 20).limits(limits).build();
    let Ok(mut engine) = engine else { return Verdict::Failed("the judge is short of memory".to_string()) };
    let mut run = || {
        engine.value::<()>("submission", text)?;
        let fib: Func = engine.get("fib")?;
        for &(n, expected) in TESTS {
            if engine.call::<u64>(&fib, (n,))? != expected {
                return Ok(Verdict::Wrong(n));
            }
        }
        Ok::<_, Box<cairn::Report>>(Verdict::Accepted)
    };
    run().unwrap_or_else(|report| match report.cause() {
        Cause::Stopped(Stop::Fuel | Stop::Deadline) => Verdict::TimeOut,
        Cause::Stopped(Stop::Output) => Verdict::TooMuchOutput,
        Cause::Memory => Verdict::TooMuchMemory,
        _ if report.message.contains("out of memory") => Verdict::TooMuchMemory,
        _ => Verdict::Failed(report.message.clone()),
    })
}

const GOOD: &str = "(define (fib n) (do ((a 0 b) (b 1 (+ a b)) (i 0 (+ i 1))) ((= i n) a)))";

pub fn run() -> super::Outcome {
    Ok(format!("{:?}", judge(GOOD)))
}

#[test]
fn strangers_are_judged_and_do_no_harm() {
    let slow = "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))";
    assert_eq!(judge(GOOD), Verdict::Accepted);
    assert_eq!(judge("(define (fib n) n)"), Verdict::Wrong(10));
    assert_eq!(judge(slow), Verdict::TimeOut);
    assert_eq!(
        judge("(define (fib n) (let loop ((l '())) (loop (cons l (make-vector 1000 l)))))"),
        Verdict::TooMuchMemory
    );
    assert_eq!(judge("(define (fib n) (let loop () (display \"spam\") (loop)))"), Verdict::TooMuchOutput);
    assert!(matches!(judge("(define (fib n) (+ 1 (fib n)))"), Verdict::Failed(message) if message.contains("stack")));
    assert!(matches!(judge("(open-input-file \"/etc/passwd\")"), Verdict::Failed(_)));
    assert!(matches!(judge("(define (fib n) (car n))"), Verdict::Failed(message) if message.contains("car")));
    assert!(matches!(judge("(exit 0)"), Verdict::Failed(_)));
}
