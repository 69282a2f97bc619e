//! Where models lie on this computer: the folders that the ComfyUI in use names, when it runs here.

use super::no_server;
use crate::{Code, Error, Result, Studio};
use std::{collections::BTreeMap, path::PathBuf};
use url::{Host, Url};

/// The folders of one type of model, the one that new files go into first.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) folders: Vec<PathBuf>,
}

/// The folders by type. They are on this computer: a ComfyUI elsewhere is refused in words.
pub(crate) async fn places(studio: &Studio) -> Result<BTreeMap<String, Place>> {
    let server = studio.comfyui().current().await?.ok_or_else(no_server)?;
    if !is_here(server.address()) {
        return Err(Error::new(
            Code::Unsupported,
            "This ComfyUI runs on another computer, whose folders can't be reached from here. Put the model into its \
             folder there, then press Refresh models.",
        ));
    }
    let places = server.client().model_places().await?;
    if places.is_empty() {
        return Err(Error::new(
            Code::Unsupported,
            "This ComfyUI is too old to say where its models lie. Update it, or put the model into its folder \
             yourself and press Refresh models.",
        ));
    }
    Ok(places
        .into_iter()
        .map(|(kind, folders)| (kind, Place { folders: folders.into_iter().map(PathBuf::from).collect() }))
        .collect())
}

/// Whether an address is this computer's.
pub(crate) fn is_here(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_here() {
        for (address, here) in [
            ("http://127.0.0.1:8188", true),
            ("http://localhost:8188", true),
            ("http://[::1]:8188", true),
            ("http://192.168.0.5:8188", false),
            ("https://gpu.example.com", false),
            ("", false),
        ] {
            assert_eq!(is_here(address), here, "{address}");
        }
    }
}
