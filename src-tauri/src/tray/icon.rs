//! The four pictures of the tray icon.

use tauri::image::Image;
use tauri::include_image;

/// What the icon says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Icon {
    #[default]
    AtWork,
    Paused,
    NeedsYou,
    Publishing,
}

impl Icon {
    /// macOS tints a black template to suit its menu bar; elsewhere the two teals stand on dark and light alike.
    #[cfg(target_os = "macos")]
    pub(super) fn picture(self) -> Image<'static> {
        match self {
            Self::AtWork => include_image!("icons/tray-template.png"),
            Self::Paused => include_image!("icons/tray-template-paused.png"),
            Self::NeedsYou => include_image!("icons/tray-template-attention.png"),
            Self::Publishing => include_image!("icons/tray-template-publishing.png"),
        }
    }

    /// The two teals stand on dark and light alike; macOS, which tints a black template, has its own.
    #[cfg(not(target_os = "macos"))]
    pub(super) fn picture(self) -> Image<'static> {
        match self {
            Self::AtWork => include_image!("icons/tray.png"),
            Self::Paused => include_image!("icons/tray-paused.png"),
            Self::NeedsYou => include_image!("icons/tray-attention.png"),
            Self::Publishing => include_image!("icons/tray-publishing.png"),
        }
    }
}
