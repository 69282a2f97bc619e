//! The colours: skins, hair, eyes, cloth, and the names by which a prompt asks for them.

use std::fmt;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u32);

impl fmt::Display for Rgb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{:06x}", self.0)
    }
}

impl Rgb {
    /// This colour with a share (0 to 1) of another.
    pub(super) fn mix(self, other: Self, share: f32) -> Self {
        let part = |shift: u32| {
            let (from, to) = ((self.0 >> shift & 0xff) as f32, (other.0 >> shift & 0xff) as f32);
            ((from + (to - from) * share).round().clamp(0.0, 255.0) as u32) << shift
        };
        Self(part(16) | part(8) | part(0))
    }

    pub(super) fn darker(self, share: f32) -> Self {
        self.mix(Self(0x0b_0810), share)
    }

    pub(super) fn lighter(self, share: f32) -> Self {
        self.mix(Self(0xff_f6ea), share)
    }
}

/// A skin: its colour, its shade, its light, and the lips and cheeks that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Skin {
    pub(super) base: Rgb,
    pub(super) shade: Rgb,
    pub(super) light: Rgb,
    pub(super) lips: Rgb,
}

const fn skin(base: u32, shade: u32, light: u32, lips: u32) -> Skin {
    Skin { base: Rgb(base), shade: Rgb(shade), light: Rgb(light), lips: Rgb(lips) }
}

/// From the palest to the deepest.
pub(super) const SKINS: [Skin; 9] = [
    skin(0xf4d7c3, 0xd8a68a, 0xfdeade, 0xc9706a),
    skin(0xf0c9b0, 0xd39a7d, 0xfbe3d2, 0xc4645c),
    skin(0xe3b894, 0xbd8863, 0xf5d6bb, 0xb24f50),
    skin(0xd9a27c, 0xb97a55, 0xefc3a0, 0xb4524a),
    skin(0xcf9a70, 0xa8714a, 0xe8bd96, 0xa8524a),
    skin(0xb98058, 0x8c5836, 0xd6a37b, 0x9c4a44),
    skin(0x9a6440, 0x6e4226, 0xbd8660, 0x94453f),
    skin(0x8a5636, 0x5f3820, 0xad7650, 0x8f3f3c),
    skin(0x6b4029, 0x462615, 0x8e5c3e, 0x82383a),
];

/// What a prompt calls a skin, before that word, and the index into [`SKINS`].
pub(super) const SKIN_TONES: &[(&str, usize)] = &[
    ("porcelain", 0),
    ("very pale", 0),
    ("pale", 0),
    ("fair", 1),
    ("light", 1),
    ("ivory", 1),
    ("beige", 2),
    ("medium", 3),
    ("olive", 4),
    ("tan", 4),
    ("tanned", 4),
    ("golden", 4),
    ("warm brown", 5),
    ("light brown", 5),
    ("brown", 6),
    ("dark brown", 7),
    ("dark", 7),
    ("deep", 8),
    ("black", 8),
    ("ebony", 8),
];

/// Where a prompt says that a person is from, before a word for a person, and the index into [`SKINS`] that is drawn.
pub(super) const ORIGINS: &[(&str, usize)] = &[
    ("scandinavian", 0),
    ("nordic", 0),
    ("irish", 1),
    ("scottish", 1),
    ("european", 2),
    ("japanese", 2),
    ("korean", 2),
    ("chinese", 2),
    ("asian", 2),
    ("turkish", 3),
    ("italian", 3),
    ("spanish", 3),
    ("portuguese", 3),
    ("mediterranean", 4),
    ("mexican", 4),
    ("latina", 4),
    ("latino", 4),
    ("arab", 4),
    ("persian", 4),
    ("brazilian", 5),
    ("indian", 5),
    ("south asian", 5),
    ("ethiopian", 7),
    ("african", 7),
    ("black", 7),
    ("nigerian", 8),
];

/// Hair: its colour, its deep side, its light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HairColor {
    pub(super) base: Rgb,
    pub(super) deep: Rgb,
    pub(super) light: Rgb,
}

const fn hair(base: u32, deep: u32, light: u32) -> HairColor {
    HairColor { base: Rgb(base), deep: Rgb(deep), light: Rgb(light) }
}

const BLACK: HairColor = hair(0x15161b, 0x08080b, 0x363a47);
const DARK_BROWN: HairColor = hair(0x3a241c, 0x24150f, 0x5f3d2c);
const BROWN: HairColor = hair(0x5a3826, 0x3a2216, 0x86583c);
const CHESTNUT: HairColor = hair(0x6e3c24, 0x472313, 0xa0603c);
const AUBURN: HairColor = hair(0x7d3421, 0x501e12, 0xb0573a);
const LIGHT_BROWN: HairColor = hair(0x8a6242, 0x5f4029, 0xb88e66);
const BLOND: HairColor = hair(0xd9bd84, 0xa98a55, 0xf1e0b4);
const HONEY: HairColor = hair(0xc49a56, 0x8f6a33, 0xe6c688);
const PLATINUM: HairColor = hair(0xe9e0cf, 0xbfb29b, 0xfbf6ea);
const RED: HairColor = hair(0xb4532a, 0x83371a, 0xd97f49);
const GREY: HairColor = hair(0x9a9a98, 0x6d6e6f, 0xc9c9c5);
const WHITE: HairColor = hair(0xdddbd5, 0xacaaa5, 0xf7f5f0);

/// Hair colours that a person may have whose prompt names none.
pub(super) const HAIR_COLORS: [HairColor; 8] =
    [BLACK, DARK_BROWN, DARK_BROWN, BROWN, CHESTNUT, LIGHT_BROWN, BLOND, RED];

/// The hair of age.
pub(super) const GREY_HAIR: HairColor = GREY;

/// What a prompt calls a hair colour; longer names come first.
pub(super) const HAIR_WORDS: &[(&str, HairColor)] = &[
    ("jet black", BLACK),
    ("raven", BLACK),
    ("dark brown", DARK_BROWN),
    ("light brown", LIGHT_BROWN),
    ("dark blonde", HONEY),
    ("dark blond", HONEY),
    ("dirty blonde", HONEY),
    ("honey blonde", HONEY),
    ("strawberry blonde", hair(0xd08a58, 0xa0623a, 0xeeb68a)),
    ("platinum blonde", PLATINUM),
    ("platinum", PLATINUM),
    ("silver", GREY),
    ("salt and pepper", GREY),
    ("grey", GREY),
    ("gray", GREY),
    ("white", WHITE),
    ("black", BLACK),
    ("dark", DARK_BROWN),
    ("brown", BROWN),
    ("brunette", DARK_BROWN),
    ("chestnut", CHESTNUT),
    ("auburn", AUBURN),
    ("caramel", LIGHT_BROWN),
    ("honey", HONEY),
    ("golden", BLOND),
    ("blonde", BLOND),
    ("blond", BLOND),
    ("ginger", RED),
    ("copper", RED),
    ("red", RED),
    ("redhead", RED),
    ("orange", RED),
    ("pink", hair(0xd9779b, 0xa34e70, 0xf3abc5)),
    ("blue", hair(0x3a5a9a, 0x24396b, 0x6f8fca)),
    ("green", hair(0x4d7d5c, 0x2f553d, 0x80b08d)),
    ("teal", hair(0x2f7d7c, 0x1b5354, 0x66b0ad)),
    ("purple", hair(0x6a4a8c, 0x452d63, 0x9a7abc)),
    ("violet", hair(0x6a4a8c, 0x452d63, 0x9a7abc)),
    ("lavender", hair(0xa794c4, 0x7a6899, 0xcfc1e4)),
];

/// Hair colours that are said without the word hair.
pub(super) const HAIR_ALONE: &[(&str, HairColor)] = &[
    ("platinum blonde", PLATINUM),
    ("strawberry blonde", hair(0xd08a58, 0xa0623a, 0xeeb68a)),
    ("blonde", BLOND),
    ("blond", BLOND),
    ("brunette", DARK_BROWN),
    ("redhead", RED),
    ("ginger", RED),
];

/// Eyes that a person may have whose prompt names none.
pub(super) const EYES: [Rgb; 6] =
    [Rgb(0x5a3a22), Rgb(0x3d2a1c), Rgb(0x4a2f1c), Rgb(0x4d7a5e), Rgb(0x4f7f9a), Rgb(0x8a6a35)];

/// What a prompt calls the colour of eyes.
pub(super) const EYE_WORDS: &[(&str, Rgb)] = &[
    ("dark brown", Rgb(0x33261d)),
    ("light brown", Rgb(0x7d5431)),
    ("brown", Rgb(0x5a3a22)),
    ("black", Rgb(0x1e1613)),
    ("dark", Rgb(0x33261d)),
    ("hazel", Rgb(0x86703c)),
    ("amber", Rgb(0xa8742c)),
    ("golden", Rgb(0xa8742c)),
    ("green", Rgb(0x3f8060)),
    ("emerald", Rgb(0x2f8a62)),
    ("blue", Rgb(0x3f78a8)),
    ("grey", Rgb(0x7d8a93)),
    ("gray", Rgb(0x7d8a93)),
    ("violet", Rgb(0x6d5a9c)),
];

/// Cloth and things: names and colours.
pub(super) const COLOR_WORDS: &[(&str, Rgb)] = &[
    ("off white", Rgb(0xe9e4d8)),
    ("navy blue", Rgb(0x22405e)),
    ("dark blue", Rgb(0x24395c)),
    ("light blue", Rgb(0x9dbdcf)),
    ("sky blue", Rgb(0x8fb9d6)),
    ("dark green", Rgb(0x2c4a3e)),
    ("light grey", Rgb(0xb8bcbd)),
    ("dark grey", Rgb(0x3f4347)),
    ("burnt orange", Rgb(0xb85f2e)),
    ("white", Rgb(0xecebe5)),
    ("cream", Rgb(0xe7dccb)),
    ("ivory", Rgb(0xefe7d6)),
    ("beige", Rgb(0xd6c6ac)),
    ("camel", Rgb(0xb98d5c)),
    ("tan", Rgb(0xc09a6b)),
    ("brown", Rgb(0x74513a)),
    ("chocolate", Rgb(0x4e3327)),
    ("rust", Rgb(0xa4502f)),
    ("terracotta", Rgb(0xb5603f)),
    ("orange", Rgb(0xd9763a)),
    ("coral", Rgb(0xe08266)),
    ("peach", Rgb(0xeab893)),
    ("red", Rgb(0xb23a36)),
    ("crimson", Rgb(0x96263a)),
    ("burgundy", Rgb(0x752a3c)),
    ("wine", Rgb(0x752a3c)),
    ("maroon", Rgb(0x6c2430)),
    ("pink", Rgb(0xd98fa3)),
    ("rose", Rgb(0xc97f8a)),
    ("magenta", Rgb(0xa83d78)),
    ("purple", Rgb(0x6a4a7c)),
    ("lavender", Rgb(0xb0a2cc)),
    ("violet", Rgb(0x6a4a8c)),
    ("lilac", Rgb(0xbcaed2)),
    ("navy", Rgb(0x22405e)),
    ("indigo", Rgb(0x343a70)),
    ("cobalt", Rgb(0x2f4fa0)),
    ("denim", Rgb(0x4a6788)),
    ("blue", Rgb(0x3f5a86)),
    ("teal", Rgb(0x2f6f70)),
    ("turquoise", Rgb(0x4fa3a3)),
    ("emerald", Rgb(0x256b50)),
    ("sage", Rgb(0x8ea38c)),
    ("olive", Rgb(0x6d7045)),
    ("khaki", Rgb(0xa29a72)),
    ("mint", Rgb(0xb5d6c6)),
    ("green", Rgb(0x4d7050)),
    ("mustard", Rgb(0xc99a35)),
    ("ochre", Rgb(0xc4903a)),
    ("yellow", Rgb(0xe0bf5a)),
    ("gold", Rgb(0xc9a14b)),
    ("golden", Rgb(0xc9a14b)),
    ("silver", Rgb(0xb8bcbd)),
    ("charcoal", Rgb(0x33363c)),
    ("grey", Rgb(0x85898c)),
    ("gray", Rgb(0x85898c)),
    ("black", Rgb(0x1b1c22)),
    ("dark", Rgb(0x2e3138)),
];

/// Cloth for those whose prompt names no colour.
pub(super) const CLOTH: [Rgb; 12] = [
    Rgb(0xe7dccb),
    Rgb(0x2f5d62),
    Rgb(0xd9763a),
    Rgb(0x22405e),
    Rgb(0x7d2a3c),
    Rgb(0x8ea38c),
    Rgb(0xd9c27a),
    Rgb(0x1f222a),
    Rgb(0xb5533c),
    Rgb(0x3f5a86),
    Rgb(0xa9bcc4),
    Rgb(0xe9e6df),
];
