//! `cargo xtask dev`: the whole product on this machine, with a demo shop in it.
//!
//! Rebuilding on change is wrangler's: it watches the sources and calls `cargo xtask build` (`wrangler.toml`).

mod demo;
mod http;
mod vars;
mod wrangler;

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, Result, bail};

pub use self::vars::ensure as ensure_vars;
use self::{demo::Demo, wrangler::Server};
use crate::{args::Args, build, workspace::Workspace};

const DEFAULT_PORT: u16 = 8787;

pub fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let port = args.take_all::<u16>("--port")?.pop().unwrap_or(DEFAULT_PORT);
    args.finish()?;

    check_port(port)?;
    let demo = Demo::read(workspace)?;
    build::run(workspace, &[])?;
    let operator_token = vars::operator_token(workspace)?;
    wrangler::migrate(workspace)?;

    let stop = stop_flag()?;
    let mut server = Server::start(workspace, port)?;
    if server.wait_until_healthy(&stop)? {
        demo.seed(port, &operator_token)?;
        print_box(&demo.invitation(port));
        server.wait(&stop)?;
    }
    println!("stopping");
    server.stop()
}

/// Asked before the build: nobody wants to hear it minutes later.
fn check_port(port: u16) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!(
            "port {port} is taken: stop what uses it, or choose another with `cargo xtask dev --port 8788`"
        );
    }
    Ok(())
}

/// Becomes true when a person presses Ctrl-C or the machine asks this process to end.
fn stop_flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    ctrlc::set_handler(move || raised.store(true, Ordering::Relaxed)).context("cannot listen for Ctrl-C")?;
    Ok(stop)
}

fn print_box(lines: &[String]) {
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    println!("\n┌─{}─┐", "─".repeat(width));
    for line in lines {
        println!("│ {line:<width$} │");
    }
    println!("└─{}─┘\n", "─".repeat(width));
}
