//! Measures short programs in a running process, and the steps before a program runs: reading,
//! expanding and compiling.
//!
//!     cargo bench --bench times

use std::fmt::Write;
use std::hint::black_box;

use cairn::engine::{Config, Engine};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// Each program of `benches/budget`, in a fresh engine.
fn programs(c: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/budget");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("the programs").flatten().map(|e| e.path()).collect();
    paths.sort();
    let mut group = c.benchmark_group("programs");
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a program");
        // The programs' output is discarded.
        let text = text.replace("(display", "(values");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        group.bench_function(name, |b| {
            b.iter(|| Engine::new(Config::default()).run_final_program("bench", black_box(&text)).expect("it runs"));
        });
    }
    group.finish();
}

/// `count` procedures of ordinary code, two lines each.
fn plain_code(count: usize) -> String {
    let mut text = String::new();
    for i in 0..count {
        let _ = writeln!(
            text,
            "(define (f{i} x ys)\n  (let loop ((ys ys) (n 0)) (if (null? ys) (+ n x) (loop (cdr ys) (* n (car ys))))))"
        );
    }
    text
}

/// The same with macros of the standard library and a local macro in each.
fn macro_code(count: usize) -> String {
    let mut text = String::from(
        "(define-syntax while (syntax-rules () ((_ t b ...) (let next () (when t b ... (next))))))\n\
         (define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))\n",
    );
    for i in 0..count {
        let _ = writeln!(
            text,
            "(define (g{i} x) (do ((i 0 (+ i 1)) (s '() (cons i s))) ((my-or (= i x) (> i 9) #f) s) (case i ((1 2) 'a) (else 'b))))\n\
             (define (h{i} x) (let*-values (((a b) (values x 1)) ((c) (+ a b))) (while (< c 9) (set! c (+ c b))) (cond ((assv c '((9 . 1))) => cdr) (else `(,a ,@x)))))"
        );
    }
    text
}

/// Lines per second, from reading to code; the cost should be linear.
fn compilation(c: &mut Criterion) {
    let mut group = c.benchmark_group("compilation");
    group.sample_size(10);
    for lines in [1000, 10_000] {
        for (kind, text) in [("plain", plain_code(lines / 2)), ("macros", macro_code(lines / 2))] {
            group.throughput(Throughput::Elements(lines as u64));
            group.bench_with_input(BenchmarkId::new(kind, lines), &text, |b, text| {
                b.iter(|| {
                    Engine::new(Config::default()).run_final_program("bench", black_box(text)).expect("it compiles")
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, programs, compilation);
criterion_main!(benches);
