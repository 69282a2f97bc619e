//! What is refused and what passes.

#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn what_makes_a_character_look_under_age_is_refused() {
    let passed: Vec<_> = [
        "a schoolgirl on a bench",
        "six weeks old, in a basket",
        "Little Girl with a balloon",
        "little_girl, park",
        "teen, freckles",
        "TEENAGER in the rain",
        "pre-teen model",
        "a 16 year old woman",
        "16yo, portrait",
        "16 y.o. girl",
        "sixteen-year-old",
        "woman aged 15",
        "age: 17",
        "1girl, 14, smiling",
        "girl, 15",
        "she looks under 18",
        "youthful, younger than 16",
        "l0li",
        "1oli dress",
        "l.o.l.i",
        "t e e n",
        "t33nager",
        "lo\u{200b}li",
        "ｌｏｌｉ",
        "löli",
        "l\u{43e}li",
        "high school student",
        "middle schooler",
        "an 8th grader",
        "barely legal",
        "baby face",
        "a child in a garden",
        "una niña en la playa",
        "mujer de 15 años",
        "colegiala",
        "uma menininha",
        "uma garota de 16 anos",
        "une fillette",
        "femme de seize ans",
        "ein kleines Mädchen",
        "15-jährige Frau",
        "sechzehnjährige",
        "frau, 16 Jahre alt",
        "una ragazzina",
        "una donna di 16 anni",
        "маленькая девочка",
        "ей 15 лет",
        "школьница",
        "一个小女孩",
        "十五岁的女孩",
        "15 歳の女性",
        "女子高生",
        "ロリ",
        "귀여운 소녀가",
        "열다섯 살",
        "15세 여자",
        "एक बच्ची",
        "15 साल की लड़की",
        "طفلة جميلة",
    ]
    .into_iter()
    .filter(|text| find(text).is_none())
    .collect();
    assert_eq!(passed, [""; 0]);
}

#[test]
fn what_is_about_adults_passes() {
    let refused: Vec<_> = [
        "New week, old habits.",
        "",
        "girl next door café, woman 25",
        "1girl, solo, 25 years old",
        "childhood memories",
        "a kind smile, one of a kind, kinder",
        "photo of Nina in Florida",
        "child's pose, yoga",
        "a bookshop with children's books",
        "kid leather gloves, baby blue dress",
        "a baby blue dress",
        "twenty five year old woman",
        "thirty-one years old",
        "mujer de treinta y cinco años",
        "a 25-year-old with 12 roses",
        "a glass of 12 year old whisky",
        "a tattoo from 10 years ago",
        "shot at f/1.8, 1/16 s, iso 100",
        "girl 16:9, 85mm",
        "woman, 8k, best quality",
        "woman, 3 cats, 2 dogs",
        "A minor, minor details, ursa minor",
        "canteen, nineteen, fourteenth street, eighteen-year-old",
        "kidney beans, skidding car",
        "infantry museum",
        "high school teacher, woman 40",
        "age 18",
        "aged 45",
        "1.5 metres, 20.5 years old",
        "1,016 years old vampire",
        "il y a 15 ans",
        "femme de vingt cinq ans",
        "frau, 35 Jahre alt",
        "5 лет назад",
        "25 лет",
        "二十五岁的女人",
        "25歳、天才",
        "カロリー、フロリダ、グロリア",
        "아이돌, 아이스크림, 25세",
        "gothic lolita, lolita fashion",
        "👩‍🦰🏽 \u{202e}abc\u{0}",
    ]
    .into_iter()
    .filter_map(|text| find(text).map(|found| (text, found)))
    .collect();
    assert_eq!(refused, []);
}

#[test]
fn the_answer_names_the_words_and_the_field() {
    let error = check("style.prompt_prefix", "soft light, a Little  Girl").unwrap_err();
    assert!(error.message.contains("little girl") && error.message.contains("18 or over"), "{error}");
    assert_eq!(error.details["fields"][0]["field"], "style.prompt_prefix");
}

#[test]
fn a_long_text_of_every_kind_of_letter_is_read_to_its_end() {
    let every: String = (0..0x11_0000_u32).filter_map(char::from_u32).step_by(11).collect();
    let long = format!("{}{}", "a woman of 30 in the rain, ".repeat(4_000), every);
    assert!(long.len() > 100_000);
    assert_eq!(find(&format!("{long} little girl")).as_deref(), Some("little girl"));
}
