//! `troupe-cli rehearse`: the main job from a character to finished pictures, on the stand-in.

use crate::failure::Failure;
use clap::ArgMatches;

pub(crate) async fn run(_matches: &ArgMatches) -> Result<(), Failure> {
    Err(Failure::words("later"))
}
