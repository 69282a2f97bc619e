//! Who is drawn: the look that belongs to a person and stays from picture to picture.

use super::dice::Dice;
use super::palette::{
    CLOTH, COLOR_WORDS, EYE_WORDS, EYES, GREY_HAIR, HAIR_ALONE, HAIR_COLORS, HAIR_WORDS, HairColor, ORIGINS, Rgb,
    SKIN_TONES, SKINS, Skin,
};
use super::words::Words;
use super::{Drawing, Model};

/// A way to wear hair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HairStyle {
    Bob,
    Long,
    Wavy,
    Fringe,
    Bun,
    Ponytail,
    Braids,
    Afro,
    ShortCurls,
    Crop,
    Swept,
    Buzz,
    Bald,
}

/// What is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Garment {
    Turtleneck,
    Crew,
    VNeck,
    Shirt,
    Tank,
    Blazer,
    Hoodie,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hat {
    Sun,
    Beanie,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beard {
    Full,
    Stubble,
    Moustache,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glasses {
    Round,
    Square,
    Sun,
}

/// What stays the same in every picture of a person, as long as the words about them do.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) masculine: bool,
    pub(super) skin: Skin,
    pub(super) hair: HairColor,
    pub(super) style: HairStyle,
    pub(super) eyes: Rgb,
    /// The face's width, 1 is usual.
    pub(super) width: f32,
    /// How far down the chin reaches, in units of the drawing.
    pub(super) chin: f32,
    /// How broad the jaw is.
    pub(super) jaw: f32,
    /// How far the eyes stand from the middle beyond the usual.
    pub(super) eye_gap: f32,
    pub(super) eye_size: f32,
    /// How far the outer corners of the eyes are lifted.
    pub(super) eye_lift: f32,
    pub(super) brow_weight: f32,
    pub(super) brow_arch: f32,
    /// How far the nose reaches down and out beyond the usual.
    pub(super) nose_length: f32,
    pub(super) nose_width: f32,
    pub(super) lip_width: f32,
    pub(super) lip_fullness: f32,
    pub(super) freckles: bool,
    /// Where a beauty mark sits, if there is one.
    pub(super) mark: Option<(f32, f32)>,
    /// Lines of age, 0 for none to 1.
    pub(super) lines: f32,
    pub(super) beard: Option<Beard>,
    pub(super) glasses: Option<Glasses>,
    pub(super) earrings: Option<Rgb>,
    pub(super) necklace: Option<Rgb>,
    pub(super) hat: Option<(Hat, Rgb)>,
    pub(super) garment: Garment,
    pub(super) cloth: Rgb,
    pub(super) stripes: Option<Rgb>,
}

const PERSON_WORDS: &[&str] = &[
    "woman",
    "man",
    "person",
    "girl",
    "boy",
    "lady",
    "guy",
    "female",
    "male",
    "portrait",
    "headshot",
    "selfie",
    "face",
    "she",
    "he",
    "her",
    "his",
    "hair",
    "haired",
    "eyes",
    "beard",
    "wearing",
    "smile",
    "smiling",
    "laughing",
    "model",
    "people",
    "character",
    "human",
    "1girl",
    "1boy",
    "gentleman",
    "influencer",
    "chef",
    "cook",
    "student",
    "runner",
    "blonde",
    "brunette",
    "redhead",
    "years",
    "year",
    "yo",
];
/// Words for a person, before which a prompt says where they are from.
const PERSON_NOUNS: &[&str] = &["woman", "man", "girl", "boy", "lady", "guy", "person", "female", "male", "model"];

const FEMININE: &[&str] =
    &["woman", "girl", "lady", "female", "she", "her", "1girl", "women", "feminine", "actress", "mother", "brunette"];
const MASCULINE: &[&str] = &[
    "man",
    "boy",
    "guy",
    "male",
    "he",
    "his",
    "1boy",
    "men",
    "masculine",
    "gentleman",
    "actor",
    "father",
    "beard",
    "bearded",
];

const STYLES: &[(&str, HairStyle)] = &[
    ("bald", HairStyle::Bald),
    ("shaved head", HairStyle::Bald),
    ("buzz cut", HairStyle::Buzz),
    ("buzzcut", HairStyle::Buzz),
    ("short curls", HairStyle::ShortCurls),
    ("short curly", HairStyle::ShortCurls),
    ("afro", HairStyle::Afro),
    ("curly", HairStyle::Afro),
    ("curls", HairStyle::Afro),
    ("coily", HairStyle::Afro),
    ("bun", HairStyle::Bun),
    ("topknot", HairStyle::Bun),
    ("top knot", HairStyle::Bun),
    ("updo", HairStyle::Bun),
    ("chignon", HairStyle::Bun),
    ("hair up", HairStyle::Bun),
    ("ponytail", HairStyle::Ponytail),
    ("pony tail", HairStyle::Ponytail),
    ("braids", HairStyle::Braids),
    ("braided", HairStyle::Braids),
    ("braid", HairStyle::Braids),
    ("plaits", HairStyle::Braids),
    ("fringe", HairStyle::Fringe),
    ("bangs", HairStyle::Fringe),
    ("bob", HairStyle::Bob),
    ("lob", HairStyle::Bob),
    ("shoulder length", HairStyle::Bob),
    ("chin length", HairStyle::Bob),
    ("pixie", HairStyle::Crop),
    ("cropped hair", HairStyle::Crop),
    ("slicked", HairStyle::Swept),
    ("undercut", HairStyle::Swept),
    ("quiff", HairStyle::Swept),
    ("long straight", HairStyle::Long),
    ("long hair", HairStyle::Long),
];

/// Styles in words that may mean other things: they count near the word hair alone.
const STYLES_OF_HAIR: &[(&str, HairStyle)] = &[
    ("straight", HairStyle::Long),
    ("wavy", HairStyle::Wavy),
    ("waves", HairStyle::Wavy),
    ("cropped", HairStyle::Crop),
    ("swept", HairStyle::Swept),
    ("tied", HairStyle::Ponytail),
];

const GARMENTS: &[(&str, Garment)] = &[
    ("turtleneck", Garment::Turtleneck),
    ("rollneck", Garment::Turtleneck),
    ("roll neck", Garment::Turtleneck),
    ("polo neck", Garment::Turtleneck),
    ("hoodie", Garment::Hoodie),
    ("sweatshirt", Garment::Crew),
    ("blazer", Garment::Blazer),
    ("suit", Garment::Blazer),
    ("jacket", Garment::Blazer),
    ("coat", Garment::Blazer),
    ("v neck", Garment::VNeck),
    ("blouse", Garment::VNeck),
    ("cardigan", Garment::VNeck),
    ("robe", Garment::VNeck),
    ("wrap dress", Garment::VNeck),
    ("dress", Garment::VNeck),
    ("sundress", Garment::Tank),
    ("tank top", Garment::Tank),
    ("camisole", Garment::Tank),
    ("tank", Garment::Tank),
    ("swimsuit", Garment::Tank),
    ("bikini", Garment::Tank),
    ("slip", Garment::Tank),
    ("t shirt", Garment::Crew),
    ("tshirt", Garment::Crew),
    ("tee", Garment::Crew),
    ("overshirt", Garment::Shirt),
    ("shirt", Garment::Shirt),
    ("polo", Garment::Shirt),
    ("apron", Garment::Shirt),
    ("sweater", Garment::Crew),
    ("jumper", Garment::Crew),
    ("pullover", Garment::Crew),
    ("knit", Garment::Crew),
    ("knitwear", Garment::Turtleneck),
    ("top", Garment::Crew),
];

const GARMENT_NOUNS: &[&str] = &[
    "turtleneck",
    "rollneck",
    "hoodie",
    "sweatshirt",
    "blazer",
    "suit",
    "jacket",
    "coat",
    "blouse",
    "cardigan",
    "robe",
    "dress",
    "sundress",
    "tank",
    "camisole",
    "swimsuit",
    "bikini",
    "slip",
    "tee",
    "shirt",
    "tshirt",
    "overshirt",
    "polo",
    "apron",
    "sweater",
    "jumper",
    "pullover",
    "knit",
    "knitwear",
    "top",
    "neck",
];

const GOLD: Rgb = Rgb(0xd9a441);
const PEARL: Rgb = Rgb(0xe9e2d2);

/// Whether the prompt shows a person.
pub(super) fn shows_person(words: &Words, model: &Model) -> bool {
    words.has(PERSON_WORDS) || words.name().is_some() || character_lora(model).is_some()
}

/// A LoRA in a folder or with a name of characters is taken to be one.
fn character_lora(model: &Model) -> Option<&str> {
    let lora = model.loras.iter().find(|lora| lora.strength > 0.3 && lora.name.to_lowercase().contains("character"))?;
    lora.name.rsplit('/').next()
}

impl Look {
    /// The look that the words give; what they leave open is decided by who it is, and by the seed only when nothing
    /// says who it is.
    pub(super) fn read(words: &Words, unwanted: &Words, drawing: &Drawing) -> Self {
        let hair_nouns =
            &["hair", "haired", "bob", "bun", "curls", "braids", "ponytail", "fringe", "bangs", "afro", "locks"];
        let hair_words = words.around(hair_nouns, HAIR_WORDS).or_else(|| words.first(HAIR_ALONE));
        let style_words = words.first(STYLES).or_else(|| words.around(&["hair", "haired"], STYLES_OF_HAIR));
        let eye_words = words.around(&["eyes", "eyed"], EYE_WORDS);
        let skin_words = words
            .around(&["skin", "skinned", "complexion"], SKIN_TONES)
            .or_else(|| words.before(PERSON_NOUNS, ORIGINS));
        let sex = match (words.has(FEMININE), words.has(MASCULINE)) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        };
        let name = words.name().or(character_lora(&drawing.model));
        // A named person is themselves whatever else is said; a described one is the sum of the description.
        let identity = match name {
            Some(name) => name.to_owned(),
            None => format!("{sex:?}{hair_words:?}{eye_words:?}{skin_words:?}"),
        };
        let nobody = name.is_none() && hair_words.is_none() && eye_words.is_none() && skin_words.is_none();
        let mut dice = Dice::new(&identity, if nobody { drawing.seed ^ drawing.index.rotate_left(17) } else { 0 });

        // Every roll is rolled whatever the words say, so that a word more or less does not change the rest.
        let rolled_masculine = dice.chance(0.45);
        let masculine = sex.unwrap_or(rolled_masculine);
        let skin_index = dice.pick(&[0, 1, 1, 2, 3, 3, 4, 5, 6, 7, 8]);
        let skin = SKINS.get(skin_words.unwrap_or(skin_index)).copied().unwrap_or(SKINS[3]);
        let deep = skin_words.unwrap_or(skin_index) >= 6;
        let age =
            words.age().unwrap_or(if words.has(&["elderly", "old man", "old woman", "grandmother", "grandfather"]) {
                70
            } else {
                28
            });
        let rolled_hair = dice.pick(if deep { &HAIR_COLORS[..3] } else { &HAIR_COLORS });
        let hair = hair_words.unwrap_or(if age >= 62 { GREY_HAIR } else { rolled_hair });
        let rolled_style = if masculine {
            dice.pick(&[HairStyle::ShortCurls, HairStyle::Crop, HairStyle::Swept, HairStyle::Swept, HairStyle::Buzz])
        } else if deep {
            dice.pick(&[HairStyle::Afro, HairStyle::Afro, HairStyle::Bun, HairStyle::Braids])
        } else {
            dice.pick(&[
                HairStyle::Bob,
                HairStyle::Long,
                HairStyle::Wavy,
                HairStyle::Fringe,
                HairStyle::Bun,
                HairStyle::Ponytail,
            ])
        };
        let style = match style_words {
            Some(HairStyle::Afro) if masculine && !words.has(&["afro", "long", "big"]) => HairStyle::ShortCurls,
            // "short" alone is a crop, unless the words name a style.
            Some(style) => style,
            None if words.before(&["hair", "haired"], &[("short", ())]).is_some() => {
                if masculine {
                    HairStyle::Swept
                } else {
                    HairStyle::Crop
                }
            }
            None if words.before(&["hair", "haired"], &[("long", ())]).is_some() => HairStyle::Long,
            None => rolled_style,
        };
        let rolled_eyes = dice.pick(if deep { &EYES[..3] } else { &EYES });
        let width = dice.range(0.93, 1.06);
        let chin = if masculine { dice.range(96.0, 106.0) } else { dice.range(93.0, 101.0) };
        let jaw = if masculine { dice.range(60.0, 70.0) } else { dice.range(46.0, 56.0) };
        let eye_gap = dice.range(-2.0, 3.0);
        let eye_size = if masculine { dice.range(0.84, 0.97) } else { dice.range(0.92, 1.07) };
        let eye_lift = dice.range(-2.5, 4.0);
        let brow_weight = if masculine { dice.range(6.0, 7.8) } else { dice.range(3.4, 5.4) };
        let brow_arch = dice.range(-2.0, 4.0);
        let nose_length = dice.range(-3.0, 4.0);
        let nose_width = dice.range(-2.0, 3.0);
        let lip_width = dice.range(-2.0, 3.0);
        let lip_fullness = if masculine { dice.range(0.72, 0.95) } else { dice.range(0.9, 1.25) };
        let rolled_freckles = dice.chance(if deep { 0.04 } else { 0.18 });
        let (marked, mark_place) =
            (dice.chance(0.2), dice.pick(&[(-24.0, 40.0), (26.0, 36.0), (-30.0, 62.0), (36.0, 22.0)]));
        let mark = marked.then_some(mark_place);
        let (ringed, ring) = (dice.chance(0.5), dice.pick(&[GOLD, PEARL]));
        let rolled_earrings = (!masculine && ringed).then_some(ring);
        let (bearded, cut) = (dice.chance(0.45), dice.pick(&[Beard::Full, Beard::Stubble]));
        let rolled_beard = (masculine && bearded).then_some(cut);

        // Clothes change from picture to picture unless the words name them.
        let mut wardrobe = Dice::new(&format!("clothes {identity}"), drawing.seed.wrapping_add(drawing.index));
        let rolled_garment =
            wardrobe.pick(&[Garment::Turtleneck, Garment::Crew, Garment::VNeck, Garment::Shirt, Garment::Crew]);
        let garment = words.first(GARMENTS).unwrap_or(if masculine && rolled_garment == Garment::VNeck {
            Garment::Shirt
        } else {
            rolled_garment
        });
        let rolled_cloth = wardrobe.pick(&CLOTH);
        let cloth = words.before(GARMENT_NOUNS, COLOR_WORDS).unwrap_or(rolled_cloth);
        let striped = words.has(&["striped", "stripes", "breton"]);

        let wanted = |phrases: &[&str]| words.has(phrases) && !unwanted.has(phrases);
        let beard = if unwanted.has(&["beard", "facial hair"]) || words.has(&["clean shaven"]) {
            None
        } else if words.has(&["stubble", "five o'clock shadow"]) {
            Some(Beard::Stubble)
        } else if words.has(&["moustache", "mustache"]) {
            Some(Beard::Moustache)
        } else if words.has(&["beard", "bearded"]) {
            Some(Beard::Full)
        } else {
            rolled_beard
        };
        let glasses = if wanted(&["sunglasses", "shades"]) {
            Some(Glasses::Sun)
        } else if wanted(&["glasses", "spectacles", "eyeglasses", "round glasses"]) {
            Some(if words.has(&["square glasses", "rectangular glasses", "thick glasses"]) {
                Glasses::Square
            } else {
                Glasses::Round
            })
        } else {
            None
        };
        let hat_color = words.before(&["hat", "beanie", "cap"], COLOR_WORDS);
        let hat = if wanted(&["beanie", "knit cap", "wool hat"]) {
            Some((Hat::Beanie, hat_color.unwrap_or(Rgb(0xa4502f))))
        } else if wanted(&["hat", "sun hat", "straw hat", "sunhat", "fedora"]) {
            Some((Hat::Sun, hat_color.unwrap_or(Rgb(0xd9b77c))))
        } else {
            None
        };
        let earrings = if unwanted.has(&["earrings", "jewelry", "jewellery"]) {
            None
        } else if words.has(&["pearl earrings", "pearls"]) {
            Some(PEARL)
        } else if words.has(&["earrings", "hoops", "hoop earrings"]) {
            Some(GOLD)
        } else {
            rolled_earrings
        };
        let necklace =
            wanted(&["necklace", "pendant", "chain"]).then_some(if words.has(&["silver"]) { PEARL } else { GOLD });
        Self {
            masculine,
            skin,
            hair,
            style,
            eyes: eye_words.unwrap_or(rolled_eyes),
            width,
            chin,
            jaw,
            eye_gap,
            eye_size,
            eye_lift,
            brow_weight,
            brow_arch,
            nose_length,
            nose_width,
            lip_width,
            lip_fullness,
            freckles: if unwanted.has(&["freckles"]) {
                false
            } else {
                words.has(&["freckles", "freckled"]) || rolled_freckles
            },
            mark,
            lines: ((age as f32 - 42.0) / 30.0).clamp(0.0, 1.0),
            beard,
            glasses,
            earrings,
            necklace,
            hat,
            garment,
            cloth,
            stripes: striped.then(|| if cloth == Rgb(0xecebe5) { Rgb(0x2f4058) } else { Rgb(0xe8e4da) }),
        }
    }
}
