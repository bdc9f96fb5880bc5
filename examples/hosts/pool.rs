//! A pool of engines: threads take the next free one, whoever has used it before, and give it back.

use std::sync::mpsc;
use std::thread;

use cairn::{Engine, Func, Program};

const ENGINES: usize = 3;
const THREADS: u64 = 4;
const JOBS: u64 = 25;

/// Counts how often this engine was asked, and answers.
const SCRIPT: &str = "
    (define asked 0)
    (define (answer n)
      (set! asked (+ asked 1))
      (* n n))
    (define (times-asked) asked)";

/// An engine that has run the script, and its procedure.
struct Worker {
    engine: Engine,
    answer: Func,
}

fn worker(program: &Program) -> Result<Worker, Box<dyn std::error::Error>> {
    let mut engine = Engine::builder().build()?;
    engine.run::<()>(program)?;
    let answer = engine.get("answer")?;
    Ok(Worker { engine, answer })
}

/// The sum of all answers, and how often engines were asked.
fn serve() -> Result<(u64, u64), Box<dyn std::error::Error>> {
    let program = Engine::builder().build()?.compile("pool.scm", SCRIPT)?;
    let (give, free) = mpsc::channel();
    for _ in 0..ENGINES {
        give.send(worker(&program)?)?;
    }
    let free = std::sync::Mutex::new(free);
    let work = |thread: u64| -> Result<u64, String> {
        let mut sum = 0;
        for job in 0..JOBS {
            let taken = free.lock().map_err(|_| "another thread panicked")?.recv();
            let mut worker = taken.map_err(|error| error.to_string())?;
            sum +=
                worker.engine.call::<u64>(&worker.answer, (thread * JOBS + job,)).map_err(|report| report.render())?;
            give.send(worker).map_err(|error| error.to_string())?;
        }
        Ok(sum)
    };
    let sums = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || work(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("it panicked".to_string()))).collect()
    });
    let sums: Result<Vec<u64>, String> = sums;
    let mut asked = 0;
    for mut worker in free.into_inner()?.try_iter() {
        let times: Func = worker.engine.get("times-asked")?;
        asked += worker.engine.call::<u64>(&times, ())?;
    }
    Ok((sums?.iter().sum(), asked))
}

pub fn run() -> super::Outcome {
    let (sum, asked) = serve()?;
    Ok(format!("{ENGINES} engines on {THREADS} threads answered {asked} times, in sum {sum}"))
}

#[test]
fn engines_keep_their_state_on_every_thread() {
    let jobs = THREADS * JOBS;
    assert_eq!(serve().expect("answers"), ((0..jobs).map(|n| n * n).sum(), jobs));
}
