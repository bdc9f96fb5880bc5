//! A game loop: each of 1,000 agents is a run of its own, which goes on for a little in each frame.

use std::sync::{Arc, Mutex};

use cairn::{Budget, Engine, Func, Library, Run, Slice};

const AGENTS: usize = 1000;
const FRAMES: usize = 60;

/// An agent walks, and rests for a frame after each step.
const BRAIN: &str = "
    (lambda (me)
      (let live ((steps 0))
        (move! me (if (even? (+ me steps)) 1 -1) 2)
        (next-frame)
        (live (+ steps 1))))";

type Places = Arc<Mutex<Vec<(i64, i64)>>>;

fn world(places: &Places) -> Result<Engine, Box<dyn std::error::Error>> {
    let mut engine = Engine::builder().memory(128 << 20).build()?;
    let moved = Arc::clone(places);
    let game = Library::new("game")
        .visible()
        .func("move!", move |agent: usize, x: i64, y: i64| match moved.lock().expect("no panic").get_mut(agent) {
            Some(place) => {
                *place = (place.0 + x, place.1 + y);
                Ok(())
            }
            None => Err(format!("there is no agent {agent}")),
        })
        // A future that is ready when it is asked for the second time: in the next frame.
        .future("next-frame", || {
            let mut asked = false;
            std::future::poll_fn(move |_| match std::mem::replace(&mut asked, true) {
                true => std::task::Poll::Ready(()),
                false => std::task::Poll::Pending,
            })
        });
    engine.add_library(game)?;
    Ok(engine)
}

fn play(frames: usize) -> Result<(i64, i64), Box<dyn std::error::Error>> {
    let places = Places::new(Mutex::new(vec![(0, 0); AGENTS]));
    let mut engine = world(&places)?;
    let brain: Func = engine.value("brain.scm", BRAIN)?;
    let mut agents: Vec<Run> = (0..AGENTS).map(|agent| engine.start(&brain, (agent,))).collect::<Result<_, _>>()?;
    for _ in 0..frames {
        for agent in &mut agents {
            if let Slice::Failed(report) = engine.poll::<()>(agent, Budget::fuel(500)) {
                return Err(report.into());
            }
        }
    }
    let places = places.lock().expect("no panic");
    Ok(places.iter().fold((0, 0), |(x, y), place| (x + place.0, y + place.1)))
}

pub fn run() -> super::Outcome {
    Ok(format!("{AGENTS} agents, {FRAMES} frames, sum of places {:?}", play(FRAMES)?))
}

#[test]
fn all_agents_live_in_each_frame() {
    let steps = (FRAMES * AGENTS) as i64;
    assert_eq!(play(FRAMES).expect("a game"), (0, 2 * steps));
}
