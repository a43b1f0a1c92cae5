//! How far a long work has come: a bar where standard error is a terminal, else a line every few seconds.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Between two pictures of the bar, and between two lines.
const BAR_PAUSE: Duration = Duration::from_millis(200);
const LINE_PAUSE: Duration = Duration::from_secs(5);
/// Characters of the bar.
const BAR_WIDTH: usize = 24;

/// The teller.
pub struct Progress {
    is_terminal: bool,
    began: Instant,
    told: Instant,
}

impl Progress {
    /// Begins to tell of a work of so many parts.
    pub fn start(left: usize) -> Self {
        let now = Instant::now();
        let progress = Self { is_terminal: io::stderr().is_terminal(), began: now, told: now };
        if progress.is_terminal {
            progress.write(0, left);
        }
        progress
    }

    /// Whether it is time to tell again.
    pub fn is_due(&self) -> bool {
        self.told.elapsed() >= if self.is_terminal { BAR_PAUSE } else { LINE_PAUSE }
    }

    /// Tells how much is done and how much is left as far as anybody knows.
    pub fn tell(&mut self, done: usize, left: usize) {
        self.told = Instant::now();
        self.write(done, left);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if self.is_terminal {
            // Nobody is left to tell when standard error is gone.
            let _gone = write!(io::stderr(), "\r\x1b[K");
        }
    }

    fn write(&self, done: usize, left: usize) {
        let words = words(done, left, self.began.elapsed());
        let mut output = io::stderr().lock();
        let _gone =
            if self.is_terminal { write!(output, "\r\x1b[K{} {words}", bar(done, left)).and_then(|()| output.flush()) } else { writeln!(output, "{words}") };
    }
}

/// "1200 of 5000 done, 800 a second, 5 s left"
fn words(done: usize, left: usize, elapsed: Duration) -> String {
    let all = done.saturating_add(left);
    let millis = elapsed.as_millis().max(1);
    let rate = u128::try_from(done).unwrap_or(u128::MAX).saturating_mul(1000) / millis;
    if rate == 0 {
        return format!("{done} of {all} done");
    }
    let seconds = u128::try_from(left).unwrap_or(u128::MAX).div_ceil(rate);
    let time = if seconds < 120 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) };
    format!("{done} of {all} done, {rate} a second, {time} left")
}

fn bar(done: usize, left: usize) -> String {
    let all = done.saturating_add(left).max(1);
    let full = done.saturating_mul(BAR_WIDTH) / all;
    format!("[{}{}]", "█".repeat(full), "·".repeat(BAR_WIDTH.saturating_sub(full)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_say_how_much_how_fast_and_how_long() {
        let after = |seconds| Duration::from_secs(seconds);
        assert_eq!(words(0, 5000, after(0)), "0 of 5000 done");
        assert_eq!(words(1200, 3800, after(2)), "1200 of 5000 done, 600 a second, 7 s left");
        assert_eq!(words(100, 30_000, after(1)), "100 of 30100 done, 100 a second, 5 min left");
        assert_eq!(words(5000, 0, after(8)), "5000 of 5000 done, 625 a second, 0 s left");
    }

    #[test]
    fn the_bar_fills_from_the_left() {
        for (done, left, full) in [(0, 10, 0), (5, 5, 12), (10, 0, 24), (0, 0, 0)] {
            let bar = bar(done, left);
            assert_eq!((bar.chars().filter(|cell| *cell == '█').count(), bar.chars().count()), (full, BAR_WIDTH + 2), "{bar}");
        }
    }
}
