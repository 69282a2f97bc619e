//! The operations registry: the one list of what the product can do, and the one way in.
//!
//! To add an operation: an input and an output with `JsonSchema`, a private `async fn` that takes
//! `&Studio` and the input, and a line in the `operations()` list at the top of its file. REST, the
//! command line, the window, the OpenAPI document and the typed client follow from that line.

mod operation;
mod read;
mod run;

pub(crate) use operation::operation;
pub use operation::{Effect, Method, Operation, RateClass, Route};

use std::collections::HashMap;

/// All operations by name.
#[derive(Debug)]
pub struct Operations {
    list: Vec<Operation>,
    by_name: HashMap<&'static str, usize>,
}

impl Operations {
    /// The product's operations.
    #[must_use]
    pub fn all() -> Self {
        let list = crate::operations::all();
        let by_name = list.iter().enumerate().map(|(at, operation)| (operation.name, at)).collect();
        Self { list, by_name }
    }

    /// The operation of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Operation> {
        self.by_name.get(name).and_then(|at| self.list.get(*at))
    }

    /// Every operation, in the list's order.
    pub fn iter(&self) -> impl Iterator<Item = &Operation> {
        self.list.iter()
    }
}
