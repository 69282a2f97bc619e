//! The sheet that is drawn on: SVG text in units where the shorter way across is about 480.

use std::fmt::Write;

use super::palette::Rgb;

/// An SVG in the making.
#[derive(Debug)]
pub(super) struct Canvas {
    /// Width and height in units. Portraits are 480 wide, wide pictures 600 high; the other side follows.
    pub(super) width: f32,
    pub(super) height: f32,
    defs: String,
    body: String,
    count: u32,
}

impl Canvas {
    /// A sheet with the proportions of a picture.
    pub(super) fn new(width: u32, height: u32) -> Self {
        let proportion = width as f32 / height as f32;
        let (width, height) = if proportion <= 0.8 { (480.0, 480.0 / proportion) } else { (600.0 * proportion, 600.0) };
        Self { width, height, defs: String::new(), body: String::new(), count: 0 }
    }

    /// Adds elements as they are.
    pub(super) fn add(&mut self, elements: impl AsRef<str>) {
        self.body.push_str(elements.as_ref());
    }

    pub(super) fn path(&mut self, fill: Rgb, d: &str) {
        let _ = write!(self.body, "<path d='{d}' fill='{fill}'/>");
    }

    /// A filled path that lets through; opacity from 0 to 1.
    pub(super) fn glaze(&mut self, fill: Rgb, opacity: f32, d: &str) {
        let _ = write!(self.body, "<path d='{d}' fill='{fill}' opacity='{opacity}'/>");
    }

    pub(super) fn line(&mut self, stroke: Rgb, width: f32, opacity: f32, d: &str) {
        let _ = write!(
            self.body,
            "<path d='{d}' stroke='{stroke}' stroke-width='{width}' fill='none' opacity='{opacity}' stroke-linecap='round' stroke-linejoin='round'/>"
        );
    }

    pub(super) fn circle(&mut self, fill: Rgb, opacity: f32, x: f32, y: f32, radius: f32) {
        let _ =
            write!(self.body, "<circle cx='{x:.1}' cy='{y:.1}' r='{radius:.1}' fill='{fill}' opacity='{opacity}'/>");
    }

    pub(super) fn ellipse(&mut self, fill: Rgb, opacity: f32, center: (f32, f32), radii: (f32, f32)) {
        let ((x, y), (rx, ry)) = (center, radii);
        let _ = write!(
            self.body,
            "<ellipse cx='{x:.1}' cy='{y:.1}' rx='{rx:.1}' ry='{ry:.1}' fill='{fill}' opacity='{opacity}'/>"
        );
    }

    pub(super) fn rect(&mut self, fill: Rgb, opacity: f32, place: (f32, f32), size: (f32, f32), round: f32) {
        let ((x, y), (width, height)) = (place, size);
        let _ = write!(
            self.body,
            "<rect x='{x:.1}' y='{y:.1}' width='{width:.1}' height='{height:.1}' rx='{round}' fill='{fill}' opacity='{opacity:.2}'/>"
        );
    }

    /// A soft spot that fades to nothing at its edge: what a blur gives, at less cost.
    pub(super) fn glow(&mut self, color: Rgb, opacity: f32, center: (f32, f32), radii: (f32, f32)) {
        let id = self.id();
        let _ = write!(
            self.defs,
            "<radialGradient id='{id}'><stop offset='0' stop-color='{color}' stop-opacity='{opacity}'/><stop offset='.45' stop-color='{color}' stop-opacity='{:.3}'/><stop offset='1' stop-color='{color}' stop-opacity='0'/></radialGradient>",
            opacity * 0.62
        );
        let ((x, y), (rx, ry)) = (center, radii);
        let _ = write!(self.body, "<ellipse cx='{x:.1}' cy='{y:.1}' rx='{rx:.1}' ry='{ry:.1}' fill='url(#{id})'/>");
    }

    /// Opens a group; [`Canvas::close`] ends it.
    pub(super) fn open(&mut self, attributes: &str) {
        let _ = write!(self.body, "<g {attributes}>");
    }

    pub(super) fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// Opens a group that shows only what lies inside this path.
    pub(super) fn open_clip(&mut self, d: &str) {
        let id = self.id();
        let _ = write!(self.defs, "<clipPath id='{id}'><path d='{d}'/></clipPath>");
        let _ = write!(self.body, "<g clip-path='url(#{id})'>");
    }

    /// Opens a group that is blurred by so many units.
    pub(super) fn open_blur(&mut self, by: f32) {
        let id = self.id();
        let _ = write!(
            self.defs,
            "<filter id='{id}' x='-20%' y='-20%' width='140%' height='140%'><feGaussianBlur stdDeviation='{by}'/></filter>"
        );
        let _ = write!(self.body, "<g filter='url(#{id})'>");
    }

    /// A gradient from top to bottom; gives what `fill` takes. Stops are (place, colour, opacity).
    pub(super) fn fall(&mut self, stops: &[(f32, Rgb, f32)]) -> String {
        self.gradient("linearGradient", "x1='0' y1='0' x2='0' y2='1'", stops)
    }

    /// A gradient from left to right.
    pub(super) fn across(&mut self, stops: &[(f32, Rgb, f32)]) -> String {
        self.gradient("linearGradient", "x1='0' y1='0' x2='1' y2='0'", stops)
    }

    /// A gradient outward from a place, given as shares of what it fills.
    pub(super) fn outward(&mut self, x: f32, y: f32, radius: f32, stops: &[(f32, Rgb, f32)]) -> String {
        self.gradient("radialGradient", &format!("cx='{x}' cy='{y}' r='{radius}'"), stops)
    }

    fn gradient(&mut self, element: &str, attributes: &str, stops: &[(f32, Rgb, f32)]) -> String {
        let id = self.id();
        let _ = write!(self.defs, "<{element} id='{id}' {attributes}>");
        for (offset, color, opacity) in stops {
            let _ = write!(self.defs, "<stop offset='{offset}' stop-color='{color}' stop-opacity='{opacity}'/>");
        }
        let _ = write!(self.defs, "</{element}>");
        format!("url(#{id})")
    }

    /// Fills the whole sheet.
    pub(super) fn fill_all(&mut self, fill: &str) {
        let (width, height) = (self.width, self.height);
        let _ = write!(
            self.body,
            "<rect x='-2' y='-2' width='{:.1}' height='{:.1}' fill='{fill}'/>",
            width + 4.0,
            height + 4.0
        );
    }

    fn id(&mut self) -> String {
        self.count += 1;
        format!("d{}", self.count)
    }

    /// The whole SVG for a picture of this size in pixels.
    pub(super) fn finish(self, width: u32, height: u32) -> String {
        let (units_wide, units_high) = (self.width, self.height);
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {units_wide} {units_high}' preserveAspectRatio='none'><defs>{}</defs>{}</svg>",
            self.defs, self.body
        )
    }
}
