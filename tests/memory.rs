//! Tests memory: garbage of any shape is freed; reaching the limit raises a condition, after which
//! the program continues; dropped ports are closed.

use cairn::engine::{Config, Engine, Outcome};

/// Garbage of each kind: ten million objects in an optimised build, fewer otherwise.
const ROUNDS: u64 = if cfg!(debug_assertions) { 300_000 } else { 10_000_000 };

fn limited(mib: usize) -> Engine {
    let mut config = Config::default();
    config.heap.limit = mib << 20;
    Engine::new(config)
}

fn value(engine: &mut Engine, text: &str) -> String {
    match engine.eval("test", text) {
        Ok(Outcome::Value(value)) => value.unwrap_or_default(),
        Ok(Outcome::Exit(code)) => panic!("{text}: exit {code}"),
        Err(report) => panic!("{text}: {}", report.render()),
    }
}

/// Self-referential structures, created by `(make i)`.
const CYCLES: &[(&str, &str)] = &[
    (
        "closures that refer to each other",
        "(define (make i) (letrec ((f (lambda (n) (if (= n 0) i (g (- n 1))))) (g (lambda (n) (if (= n 0) i (f (- n 1)))))) (f 1)))",
    ),
    (
        "closures in cells",
        "(define (make i) (let ((f #f) (g #f)) (set! f (lambda () g)) (set! g (lambda () (f) i)) (g)))",
    ),
    (
        "doubly linked lists",
        "(define (make i) (let* ((a (vector i #f #f)) (b (vector i a #f)) (c (vector i b a))) (vector-set! a 1 c) (vector-set! a 2 b) (vector-set! b 2 c)))",
    ),
    ("promises that hold themselves", "(define (make i) (letrec ((p (delay (begin i p)))) (force p) p))"),
    ("promises that are never forced", "(define (make i) (letrec ((p (delay (cons i p)))) p))"),
    ("circular lists", "(define (make i) (let ((l (list i i i))) (set-cdr! (cddr l) l) l))"),
    (
        "records",
        "(define-record-type node (node next) node? (next next set-next!)) (define (make i) (let ((n (node #f))) (set-next! n n) n))",
    ),
    (
        "hash tables that hold themselves",
        "(define (make i) (if (= 0 (modulo i 20)) (let ((t (make-eq-hashtable))) (hash-table-set! t t t) t)))",
    ),
    (
        "continuations that hold themselves",
        "(define (make i) (let ((k #f)) (call/cc (lambda (c) (set! k (cons c k)))) (set! k (cons k k)) k))",
    ),
    ("ephemerons in a ring", "(define (make i) (let* ((a (list i)) (e (make-ephemeron a a))) (set-cdr! a e) e))"),
    ("guardians that guard themselves", "(define (make i) (let ((g (make-guardian))) (g g) g))"),
];

/// The limit is far below the total size of the garbage.
#[test]
fn cyclic_garbage_takes_bounded_memory() {
    for (what, make) in CYCLES {
        let mut engine = limited(32);
        let text = format!("{make} (do ((i 0 (+ i 1))) ((= i {ROUNDS}) i) (make i))");
        assert_eq!(value(&mut engine, &text), ROUNDS.to_string(), "{what}");
        engine.eval("test", "(gc) (gc)").expect("a collection");
        let live = engine.bytes_in_use();
        assert!(live < 4 << 20, "{what}: {live} bytes are left");
    }
}

/// Survivors of a nursery collection become garbage, too.
#[test]
fn cyclic_garbage_that_was_promoted_is_collected() {
    let mut engine = limited(48);
    let text = format!(
        "(define ring (make-vector 20000 #f))
         (do ((i 0 (+ i 1))) ((= i {ROUNDS}) 'done)
           (let ((a (vector i #f)))
             (vector-set! a 1 (list a a))
             (vector-set! ring (modulo i 20000) a)))"
    );
    assert_eq!(value(&mut engine, &text), "done");
}

/// Programs that allocate without bound, each in its own way.
const GREEDY: &[(&str, &str)] = &[
    ("pairs", "(let loop ((l '())) (loop (cons 1 l)))"),
    ("vectors", "(let loop ((l '())) (loop (vector 1 2 3 l)))"),
    ("vectors of a thousand", "(let loop ((l '())) (loop (cons (make-vector 1000 0) l)))"),
    ("a vector that doubles", "(let loop ((v (vector 1))) (loop (vector-append v v)))"),
    ("strings", "(let loop ((l '())) (loop (cons (make-string 100 #\\a) l)))"),
    ("a string that doubles", "(let loop ((s \"a\")) (loop (string-append s s)))"),
    ("bytevectors", "(let loop ((l '())) (loop (cons (make-bytevector 5000 0) l)))"),
    ("big integers", "(let loop ((n (expt 2 100)) (l '())) (loop (+ n 1) (cons n l)))"),
    ("ratios", "(let loop ((n 1) (l '())) (loop (+ n 1) (cons (/ 1 n) l)))"),
    ("floats", "(let loop ((l '())) (loop (cons (* 1e200 (+ 1e100 (length '()))) l)))"),
    ("assigned variables", "(let loop ((f #f)) (let ((x f)) (loop (lambda () (set! x 1) x))))"),
    ("promises", "(let loop ((p #f)) (loop (delay p)))"),
    ("records", "(let () (define-record-type r (make-r x) r? (x x)) (let loop ((r #f)) (loop (make-r r))))"),
    ("continuations", "(let loop ((l '())) (loop (cons (call/cc (lambda (k) k)) l)))"),
    ("symbols", "(let loop ((i 0) (l '())) (loop (+ i 1) (cons (string->symbol (number->string i)) l)))"),
    ("a string port", "(let ((p (open-output-string))) (let loop () (write-string \"some text\" p) (loop)))"),
    (
        "string ports",
        "(let loop ((l '())) (let ((p (open-output-string))) (write-string (make-string 10000 #\\a) p) (loop (cons p l))))",
    ),
    ("input ports", "(let loop ((l '())) (loop (cons (open-input-string (make-string 10000 #\\a)) l)))"),
    ("a hash table", "(let ((t (make-equal-hashtable))) (let loop ((i 0)) (hash-table-set! t i i) (loop (+ i 1))))"),
    (
        "a hash table of strings",
        "(let ((t (make-equal-hashtable))) (let loop ((i 0)) (hash-table-set! t (number->string i) i) (loop (+ i 1))))",
    ),
    ("hash tables", "(let loop ((l '())) (loop (cons (make-eq-hashtable) l)))"),
    ("weak boxes", "(let loop ((l '())) (loop (cons (make-weak-box 1) l)))"),
    ("ephemerons", "(let loop ((e #f)) (loop (make-ephemeron 1 e)))"),
    ("parsed data", "(let loop ((l '())) (loop (cons (read (open-input-string \"(a (b c) #(1 2 3))\")) l)))"),
    (
        "printed data",
        "(let loop ((l '(1))) (loop (list (call-with-output-string (lambda (p) (write (list l l l) p))) l)))",
    ),
    ("lists that are appended and mapped", "(let loop ((l '(1))) (loop (append l (map (lambda (x) x) l))))"),
    ("lists that are copied", "(let loop ((l '(1))) (loop (append l (list-copy l))))"),
    ("registrations with a guardian", "(let ((g (make-guardian)) (x (list 1))) (let loop () (g x) (loop)))"),
    ("big integers of some size", "(let ((n (expt 3 40000))) (let loop ((l '())) (loop (cons (* n 3) l))))"),
    (
        "strings that become wide",
        "(let loop ((l '())) (let ((s (make-string 3000 #\\a))) (string-set! s 0 #\\λ) (loop (cons s l))))",
    ),
    ("rest arguments", "(let ((f (lambda l l)) (a (iota 1000))) (let loop ((l '())) (loop (cons (apply f a) l))))"),
    ("applied natives", "(let loop ((v (vector 1))) (loop (apply vector-append (list v v))))"),
    (
        "continuations of deep stacks",
        "(let loop ((l '()) (n 0)) (loop (cons (let deep ((n 1000)) (if (= n 0) (call/cc list) (let ((r (deep (- n 1)))) (car (list r))))) l) n))",
    ),
];

/// Each error is caught, three times in one program, which then has its memory back.
#[test]
fn the_limit_is_a_condition_after_which_the_program_goes_on() {
    for (what, greedy) in GREEDY {
        let mut engine = limited(14);
        let text = format!(
            "(define (try) (guard (e (#t (error-object-message e))) {greedy}))
             (define results (list (try) (try) (try)))
             (list results (vector-length (make-vector 500000 0)))"
        );
        let message = r#""out of memory""#;
        assert_eq!(value(&mut engine, &text), format!("(({message} {message} {message}) 500000)"), "{what}");
        assert_eq!(value(&mut engine, "(apply + (iota 10000))"), "49995000", "{what}");
    }
}

/// An uncaught error ends the run, but not the engine.
#[test]
fn an_engine_is_usable_after_the_limit() {
    for (what, greedy) in GREEDY {
        let mut engine = limited(14);
        for _ in 0..3 {
            let report = engine.eval("test", greedy).expect_err(what);
            assert_eq!(report.kind, Some(cairn::data::error::ErrorKind::Limit), "{what}: {}", report.message);
            assert_eq!(value(&mut engine, "(vector-length (make-vector 500000 0))"), "500000", "{what}");
        }
    }
}

/// Garbage never causes a condition, however large its parts.
#[test]
fn large_garbage_is_collected_before_the_limit_is_reported() {
    let mut engine = limited(32);
    for text in [
        "(do ((i 0 (+ i 1))) ((= i 20) 'ok) (make-vector 1000000 0))",
        "(do ((i 0 (+ i 1))) ((= i 20) 'ok) (make-string 7000000 #\\a))",
        "(let ((v (make-vector 100000 1))) (do ((i 0 (+ i 1))) ((= i 10) 'ok) (vector-map (lambda (x) x) (vector-append v v))))",
        "(let ((n (expt 3 200000))) (do ((i 0 (+ i 1))) ((= i 30) 'ok) (expt n 2)))",
        "(do ((i 0 (+ i 1))) ((= i 20) 'ok) (apply make-vector '(1000000 0)))",
        "(do ((i 0 (+ i 1))) ((= i 20) 'ok) (let ((s (make-string 1000000 #\\a))) (string-set! s 0 #\\λ)))",
        "(let ((n (expt 3 1000000))) (do ((i 0 (+ i 1))) ((= i 300) 'ok) (* n 7)))",
        "(define (f n k) (if (= n 0) (k) (let ((r (f (- n 1) k))) (car (list r)))))
         (f 200000 (lambda () (do ((i 0 (+ i 1))) ((= i 9) 'ok) (f 200000 (lambda () (call/cc list))))))",
    ] {
        assert_eq!(value(&mut engine, text), "ok", "{text}");
    }
}

/// A handler that itself allocates without bound ends the program, but not the process.
#[test]
fn a_greedy_handler_is_stopped() {
    let mut engine = limited(24);
    let text = "(define kept '())
                (define (grow) (set! kept (cons (make-vector 10 0) kept)) (grow))
                (define (handle e) (with-exception-handler handle grow))
                (with-exception-handler handle grow)";
    let report = engine.eval("test", text).expect_err("no memory");
    assert_eq!(report.kind, Some(cairn::data::error::ErrorKind::Limit), "{}", report.message);
    let peak = engine.heap_stats().peak_bytes;
    assert!(peak < 96 << 20, "{peak}");
}

fn scratch(name: &str) -> String {
    let path = std::env::temp_dir().join(format!("cairn-{}-{name}", std::process::id()));
    path.to_string_lossy().into_owned()
}

#[test]
fn dropped_ports_are_flushed_and_closed() {
    let path = scratch("dropped");
    let mut engine = Engine::new(Config::default());
    let text = format!(
        "(define (f) (let ((p (open-output-file {path:?}))) (write '(some data) p)))
         (define (content) (call-with-input-file {path:?} read-line))
         (f)
         (let* ((before (content)) (nothing (gc))) (list (eof-object? before) (content)))"
    );
    assert_eq!(value(&mut engine, &text), r#"(#t "(some data)")"#);
    std::fs::remove_file(path).expect("it is there");
}

/// More files than a process may usually have open.
#[test]
fn many_dropped_ports_do_not_use_up_the_files() {
    let path = scratch("many");
    let mut engine = Engine::new(Config::default());
    let text = format!(
        "(define (write-one i) (write i (open-output-file {path:?})))
         (define (read-one) (read-char (open-input-file {path:?})))
         (do ((i 0 (+ i 1))) ((= i 3000) i) (write-one i) (read-one))"
    );
    assert_eq!(value(&mut engine, &text), "3000");
    drop(engine);
    std::fs::remove_file(path).expect("it is there");
}

#[test]
fn a_guardian_closes_ports() {
    let path = scratch("guarded");
    let mut engine = Engine::new(Config::default());
    let text = format!(
        "(define g (make-guardian))
         (define (f) (let ((p (open-output-file {path:?}))) (g p) (write 'held p)))
         (f) (gc)
         (let ((p (g))) (write 'more p) (close-port p) (g))"
    );
    assert_eq!(value(&mut engine, &text), "#f");
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "heldmore");
    std::fs::remove_file(path).expect("it is there");
}

/// A return to the return barrier is a safepoint: so objects allocated between the returns from a
/// deep recursion are young, like any others.
#[test]
fn what_is_made_between_returns_is_young() {
    let mut engine = Engine::new(Config::default());
    let text = "(define (numbers n) (if (= n 0) '() (append (list n) (numbers (- n 1))))) (length (numbers 1000000))";
    assert_eq!(value(&mut engine, text), "1000000");
    let stats = engine.heap_stats();
    assert!(stats.promoted_bytes > 30_000_000);
    let tenured = stats.tenured_bytes;
    assert!(tenured < stats.promoted_bytes / 50, "{tenured} bytes were born tenured");
}

/// The memory limit also holds between returns if nothing was collected before them.
#[test]
fn the_limit_holds_between_returns() {
    let mut engine = limited(16);
    let text = "(define (numbers n) (if (= n 0) '() (let ((rest (numbers (- n 1)))) (cons (vector n n) rest))))
                (guard (e (#t 'caught)) (length (numbers 1000000)))";
    assert_eq!(value(&mut engine, text), "caught");
    let peak = engine.heap_stats().peak_bytes;
    assert!(peak < 24 << 20, "{peak} bytes at a limit of 16 MiB");
}

/// One string in fifty is kept, repeatedly: a heap that is mostly holes has room.
#[test]
fn a_heap_of_holes_is_not_full() {
    let mut engine = limited(32);
    let text = "(define kept '())
        (define (scatter n) (let loop ((i 0) (all '())) (if (< i n) (loop (+ i 1) (cons (make-string 20 #\\a) all))
          (let pick ((all all) (i 0)) (if (pair? all) (begin (if (= 0 (modulo i 50)) (set! kept (cons (car all) kept))) (pick (cdr all) (+ i 1))))))))
        (do ((i 0 (+ i 1))) ((= i 12)) (scatter 60000))
        (define (vectors n) (let loop ((i 0) (all '())) (if (< i n) (loop (+ i 1) (cons (make-vector 120 i) all)) (length all))))
        (list (vectors 12000) (length kept))";
    assert_eq!(value(&mut engine, text), "(12000 14400)");
}
