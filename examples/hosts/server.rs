//! A server that runs a script for each request, on one thread: scripts wait for futures of the host
//! side by side, and the host's executor, here a small one, drives them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use cairn::{Budget, Engine, Func, Library, Limits, Program};

/// Handles a request: asks two services, and adds what they say.
const HANDLER: &str = "
    (import (scheme base) (services))
    (define (handle user)
      (let* ((name (lookup user)) (visits (count name)))
        (string-append name \": \" (number->string visits))))";

/// The turns until an answer arrives, and who waits for it.
type Awaited = (u32, Option<Waker>);

/// Answers that arrive some turns after they were asked for, by request.
#[derive(Clone, Default)]
struct Network(Arc<Mutex<HashMap<u64, Awaited>>>);

impl Network {
    async fn after(self, request: u64, turns: u32) {
        self.0.lock().expect("no panic").insert(request, (turns, None));
        std::future::poll_fn(|context: &mut Context<'_>| {
            let mut waiting = self.0.lock().expect("no panic");
            match waiting.get_mut(&request) {
                Some((turns, waker)) if *turns > 0 => {
                    *waker = Some(context.waker().clone());
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })
        .await;
    }

    fn turn(&self) {
        for (turns, waker) in self.0.lock().expect("no panic").values_mut() {
            *turns = turns.saturating_sub(1);
            if *turns == 0 {
                waker.take().into_iter().for_each(Waker::wake);
            }
        }
    }
}

fn engine(network: &Network) -> Result<Engine, Box<dyn std::error::Error>> {
    let limits = Limits { fuel: Some(100_000), ..Limits::NONE };
    let mut engine = Engine::builder().memory(8 << 20).limits(limits).build()?;
    let (first, second) = (network.clone(), network.clone());
    let services = Library::new("services")
        .future("lookup", move |user: u64| {
            let network = first.clone();
            async move {
                network.after(user * 2, 3).await;
                if user == 13 { Err("there is no such user") } else { Ok(format!("user-{user}")) }
            }
        })
        .future("count", move |name: String| {
            let network = second.clone();
            async move {
                let user: u64 = name.trim_start_matches("user-").parse().unwrap_or(0);
                network.after(user * 2 + 1, user as u32 % 4).await;
                user * 100
            }
        });
    engine.add_library(services)?;
    Ok(engine)
}

/// The answer to a request, by an engine of its own.
async fn respond(program: Program, network: Network, user: u64) -> String {
    let made = engine(&network).and_then(|mut engine| {
        engine.run::<()>(&program)?;
        let handle: Func = engine.get("handle")?;
        Ok((engine, handle))
    });
    match made {
        Ok((mut engine, handle)) => {
            let answer = engine.call_async::<String>(&handle, (user,), Budget::fuel(1000)).await;
            answer.unwrap_or_else(|report| format!("500 {}", report.message))
        }
        Err(error) => format!("503 {error}"),
    }
}

struct Ready(AtomicBool);

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Drives all futures to their ends, on this thread.
fn drive(tasks: Vec<impl Future<Output = String>>, network: &Network) -> Vec<String> {
    type Task<F> = (Pin<Box<F>>, Arc<Ready>, usize);
    let count = tasks.len();
    let task = |(at, task)| (Box::pin(task), Arc::new(Ready(AtomicBool::new(true))), at);
    let mut tasks: Vec<Task<_>> = tasks.into_iter().enumerate().map(task).collect();
    let mut answers = vec![String::new(); count];
    while !tasks.is_empty() {
        tasks.retain_mut(|(task, ready, at)| {
            if !ready.0.swap(false, Ordering::Relaxed) {
                return true;
            }
            let waker = Waker::from(Arc::clone(ready));
            match task.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(answer) => {
                    answers[*at] = answer;
                    false
                }
                Poll::Pending => true,
            }
        });
        network.turn();
    }
    answers
}

fn serve(users: std::ops::Range<u64>) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let network = Network::default();
    let program = engine(&network)?.compile("handler.scm", HANDLER)?;
    let requests = users.map(|user| respond(program.clone(), network.clone(), user)).collect();
    Ok(drive(requests, &network))
}

pub fn run() -> super::Outcome {
    Ok(format!("{:?}", serve(1..4)?))
}

#[test]
fn requests_wait_side_by_side() {
    let answers = serve(0..200).expect("answers");
    assert_eq!(answers.len(), 200);
    assert_eq!(answers[7], "user-7: 700");
    assert_eq!(answers[199], "user-199: 19900");
    assert!(answers[13].starts_with("500 ") && answers[13].contains("no such user"), "{}", answers[13]);
}
