//! Faults that were ordered: each is kept until it has struck as often as it should, or until all are disarmed.

use std::sync::Mutex;

use tokio::sync::watch;

use crate::comfyui::lock;

/// A fault as it was ordered.
pub(crate) trait Ordered: Clone {
    /// Whether it strikes now; one that lets some by first counts them.
    fn is_due(&mut self) -> bool {
        true
    }

    /// How often it still strikes; `None` holds until it is disarmed.
    fn times_left(&mut self) -> Option<&mut u32>;
}

/// The armed faults.
#[derive(Debug)]
pub(crate) struct Armed<F> {
    faults: Mutex<Vec<F>>,
    /// Counts disarmings, so that hanging answers can wait for the next one.
    disarmed: watch::Sender<u64>,
}

impl<F> Default for Armed<F> {
    fn default() -> Self {
        Self { faults: Mutex::default(), disarmed: watch::Sender::new(0) }
    }
}

impl<F: Ordered> Armed<F> {
    pub(crate) fn arm(&self, fault: F) {
        lock(&self.faults).push(fault);
    }

    pub(crate) fn list(&self) -> Vec<F> {
        lock(&self.faults).clone()
    }

    /// Disarms all and lets hanging answers go.
    pub(crate) fn clear(&self) {
        lock(&self.faults).clear();
        self.disarmed.send_modify(|count| *count += 1);
    }

    /// Returns at the next disarming.
    pub(crate) async fn wait_for_clear(&self) {
        let mut disarmed = self.disarmed.subscribe();
        disarmed.mark_unchanged();
        let _ = disarmed.changed().await;
    }

    /// What `look` makes of the first armed fault that it makes something of; nothing strikes.
    pub(crate) fn find<T>(&self, look: impl Fn(&F) -> Option<T>) -> Option<T> {
        lock(&self.faults).iter().find_map(look)
    }

    /// Whether such a fault is armed; nothing strikes.
    pub(crate) fn any(&self, such: impl Fn(&F) -> bool) -> bool {
        lock(&self.faults).iter().any(such)
    }

    /// What `look` makes of the first armed fault that it makes something of, and that fault has struck, or let one by, once more.
    pub(crate) fn take<T>(&self, look: impl Fn(&F) -> Option<T>) -> Option<T> {
        let mut faults = lock(&self.faults);
        let (index, found) = faults.iter().enumerate().find_map(|(index, fault)| Some((index, look(fault)?)))?;
        let fault = faults.get_mut(index)?;
        if !fault.is_due() {
            return None;
        }
        if let Some(left) = fault.times_left() {
            *left = left.saturating_sub(1);
            if *left == 0 {
                faults.remove(index);
            }
        }
        Some(found)
    }
}
