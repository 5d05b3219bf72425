//! wrangler, and its end: the server runs in a process group of its own, and no way out of `dev` leaves it behind.

use std::{
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use super::http::{self, Request};
use crate::{process::run, workspace::Workspace};

/// Between two looks at the child, the flag or the health route.
const PAUSE: Duration = Duration::from_millis(200);
/// The first start compiles nothing, but loads a few hundred kB of WebAssembly on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(120);
/// Then the process group is killed.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// Brings the local database to the newest schema.
pub fn migrate(workspace: &Workspace) -> Result<()> {
    // Without a terminal wrangler asks nothing.
    run(wrangler(workspace)?.args(["d1", "migrations", "apply", "lutin", "--local"]).stdin(Stdio::null()))
        .context("cannot apply the migrations in edge/migrations")
}

fn wrangler(workspace: &Workspace) -> Result<Command> {
    let mut command = workspace.project(workspace.npm_bin("wrangler"))?;
    command.env("WRANGLER_HIDE_BANNER", "true").env("WRANGLER_SEND_METRICS", "false");
    Ok(command)
}

/// A running `wrangler dev`.
pub struct Server {
    child: Child,
    port: u16,
    /// Its process group is gone: the number may belong to another program's by now.
    has_ended: bool,
}

impl Server {
    pub fn start(workspace: &Workspace, port: u16) -> Result<Self> {
        let child = wrangler(workspace)?
            .args(["dev", "--port", &port.to_string()])
            // In a group of its own it may not read the terminal.
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .context("cannot start wrangler")?;
        Ok(Self { child, port, has_ended: false })
    }

    /// Waits for `GET /api/health`; `false` when a person stopped it before.
    pub fn wait_until_healthy(&mut self, stop: &AtomicBool) -> Result<bool> {
        let health = Request { method: "GET", path: "/api/health", bearer: None, body: "" };
        let start = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            self.check_alive()?;
            let answer = http::send(self.port, &health);
            if answer.as_ref().is_ok_and(|answer| answer.status == 200) {
                return Ok(true);
            }
            if start.elapsed() > START_LIMIT {
                bail!("the Worker is not healthy after {START_LIMIT:?}: GET /api/health gave {answer:?}");
            }
            thread::sleep(PAUSE);
        }
        Ok(false)
    }

    /// Returns when a person stops it.
    ///
    /// # Errors
    /// When wrangler ends by itself.
    pub fn wait(&mut self, stop: &AtomicBool) -> Result<()> {
        while !stop.load(Ordering::Relaxed) {
            self.check_alive()?;
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Asks the whole group to end, and ends it when it does not.
    pub fn stop(&mut self) -> Result<()> {
        if self.has_ended {
            return Ok(());
        }
        self.signal(Signal::TERM);
        let start = Instant::now();
        while start.elapsed() < STOP_LIMIT {
            if self.child.try_wait()?.is_some() {
                break;
            }
            thread::sleep(PAUSE);
        }
        // Also when wrangler itself is gone: workerd may outlive it.
        self.signal(Signal::KILL);
        self.child.wait().context("wrangler did not end")?;
        self.has_ended = true;
        Ok(())
    }

    fn check_alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("wrangler ended by itself ({status})"),
        }
    }

    /// A group that no longer exists has already done what the signal asks for.
    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Server {
    /// The way out of an error.
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("wrangler may still run: {error:#}");
        }
    }
}
