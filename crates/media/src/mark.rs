//! The AI mark: an XMP packet that says what made the picture, written and read in PNG, JPEG, WebP and GIF.
//!
//! The source type is a term of the IPTC's controlled vocabulary in `Iptc4xmpExt:DigitalSourceType` (IPTC Photo
//! Metadata Standard 2023.1; <https://cv.iptc.org/newscodes/digitalsourcetype/>), which is what platforms look for.

use std::borrow::Cow;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use serde::{Deserialize, Serialize};

use crate::container::{gif, jpeg, png, webp};
use crate::error::MediaError;
use crate::picture_type::PictureType;

const VOCABULARY: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";
const IPTC_EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const XMP_BASIC: &str = "http://ns.adobe.com/xap/1.0/";

/// The longest packet that is looked into.
const MAX_PACKET_BYTES: usize = 4 << 20;

/// What made a picture, a term of the IPTC's vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceType {
    /// Made by a trained model.
    TrainedAlgorithmicMedia,
    /// A picture edited or composed with a trained model's help.
    CompositeWithTrainedAlgorithmicMedia,
    /// Made by a program without a trained model, as rehearsal pictures are.
    AlgorithmicMedia,
    /// Drawn by a person with digital tools.
    DigitalArt,
    /// Any other term, by its whole address.
    #[serde(untagged)]
    Other(String),
}

impl SourceType {
    const KNOWN: [(Self, &'static str); 4] = [
        (Self::TrainedAlgorithmicMedia, "trainedAlgorithmicMedia"),
        (Self::CompositeWithTrainedAlgorithmicMedia, "compositeWithTrainedAlgorithmicMedia"),
        (Self::AlgorithmicMedia, "algorithmicMedia"),
        (Self::DigitalArt, "digitalArt"),
    ];

    /// The term's address.
    pub fn uri(&self) -> Cow<'_, str> {
        match self {
            Self::Other(uri) => Cow::Borrowed(uri),
            known => {
                let name = Self::KNOWN.iter().find(|(term, _)| term == known).map_or("", |(_, name)| name);
                Cow::Owned(format!("{VOCABULARY}{name}"))
            }
        }
    }

    /// The term of an address; some writers use `https` or the bare name.
    pub fn from_uri(uri: &str) -> Self {
        let uri = uri.trim();
        let name = uri.rsplit('/').next().unwrap_or(uri);
        Self::KNOWN
            .into_iter()
            .find(|(_, known)| *known == name)
            .map_or_else(|| Self::Other(uri.to_owned()), |(term, _)| term)
    }

    /// Whether it says that a trained model made the picture or a part of it.
    pub fn is_ai(&self) -> bool {
        matches!(self, Self::TrainedAlgorithmicMedia | Self::CompositeWithTrainedAlgorithmicMedia)
    }
}

/// What is written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What made the picture.
    pub source_type: SourceType,
    /// The program, as `Troupe 0.1.0`.
    pub creator_tool: String,
    /// Who is named as its creator, as `Mira (virtual character)`.
    pub creator: Option<String>,
    /// A sentence about the picture that may be public.
    pub description: Option<String>,
}

impl Mark {
    /// A mark of this product without further words.
    pub fn new(source_type: SourceType) -> Self {
        Self {
            source_type,
            creator_tool: concat!("Troupe ", env!("CARGO_PKG_VERSION")).to_owned(),
            creator: None,
            description: None,
        }
    }

    /// The XMP packet (XMP specification, part 1, 7; part 3 for where it goes).
    pub(crate) fn packet(&self) -> String {
        let mut fields = format!(
            "   <Iptc4xmpExt:DigitalSourceType>{}</Iptc4xmpExt:DigitalSourceType>\n   <xmp:CreatorTool>{}</xmp:CreatorTool>\n",
            clean(&self.source_type.uri()),
            clean(&self.creator_tool)
        );
        if let Some(creator) = &self.creator {
            let creator = clean(creator);
            fields += &format!("   <dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>\n");
        }
        if let Some(description) = &self.description {
            let description = clean(description);
            fields += &format!(
                "   <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{description}</rdf:li></rdf:Alt></dc:description>\n"
            );
        }
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             \x20<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             \x20 <rdf:Description rdf:about=\"\" xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             {fields}\
             \x20 </rdf:Description>\n\
             \x20</rdf:RDF>\n\
             </x:xmpmeta>\n\
             <?xpacket end=\"r\"?>"
        )
    }
}

/// Escaped, and without the control characters that XML 1.0 has no way to write.
fn clean(text: &str) -> String {
    let allowed: String = text
        .chars()
        .filter(|letter| {
            (!letter.is_control() || matches!(letter, '\t' | '\n' | '\r')) && !matches!(letter, '\u{fffe}' | '\u{ffff}')
        })
        .collect();
    escape(allowed).into_owned()
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AiMark {
    /// Whether there is an XMP packet at all.
    pub xmp: bool,
    /// Its source type, if it has one.
    pub source_type: Option<SourceType>,
    /// Its program, if it names one.
    pub creator_tool: Option<String>,
}

/// Reads the mark of a picture; a file that is none has none.
pub fn ai_mark(bytes: &[u8]) -> AiMark {
    let mut mark = AiMark::default();
    for packet in packets(bytes) {
        mark.xmp = true;
        let (source_type, creator_tool) = read_packet(&packet);
        mark.source_type = mark.source_type.or(source_type);
        mark.creator_tool = mark.creator_tool.or(creator_tool);
    }
    mark
}

/// All XMP packets of a picture. A file has one; broken writers leave several.
fn packets(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let Ok(picture_type) = PictureType::of(bytes) else {
        return Vec::new();
    };
    let mut packets: Vec<Cow<'_, [u8]>> = match picture_type {
        PictureType::Png => png::texts(bytes)
            .into_iter()
            .filter(|text| text.keyword == png::XMP_KEYWORD)
            .map(|text| Cow::Owned(text.text.into_bytes()))
            .collect(),
        PictureType::Jpeg => jpeg::segments(bytes)
            .filter(|segment| segment.marker == jpeg::APP1)
            .filter_map(|segment| segment.payload.strip_prefix(jpeg::XMP_PREFIX))
            .map(Cow::Borrowed)
            .collect(),
        PictureType::Webp => {
            webp::chunks(bytes).filter(|chunk| &chunk.name == b"XMP ").map(|chunk| Cow::Borrowed(chunk.data)).collect()
        }
        PictureType::Gif => gif::blocks(bytes)
            .filter(|block| block.kind == gif::Kind::Application(gif::XMP_APPLICATION))
            .filter_map(|block| gif::xmp_packet(&block))
            .map(Cow::Borrowed)
            .collect(),
    };
    packets.retain(|packet| packet.len() <= MAX_PACKET_BYTES);
    packets
}

/// Reads the two properties, written as elements or as attributes; a packet that is no XML has none.
fn read_packet(packet: &[u8]) -> (Option<SourceType>, Option<String>) {
    let packet = String::from_utf8_lossy(packet);
    let mut reader = NsReader::from_str(packet.trim_matches('\0'));
    let (mut source_type, mut creator_tool) = (None, None);
    let mut property: Option<Property> = None;
    let mut text = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                attributes(&reader, &element, &mut source_type, &mut creator_tool);
                let (namespace, name) = reader.resolver().resolve_element(element.name());
                if let Some(found) = Property::of(&namespace, name.as_ref()) {
                    property = Some(found);
                    text.clear();
                }
            }
            Ok(Event::Empty(element)) => attributes(&reader, &element, &mut source_type, &mut creator_tool),
            Ok(Event::Text(part)) if property.is_some() => {
                text.push_str(&part);
            }
            Ok(Event::GeneralRef(reference)) if property.is_some() => {
                match quick_xml::escape::resolve_predefined_entity(&reference) {
                    Some(letter) => text.push_str(letter),
                    None => text.extend(reference.resolve_char_ref().ok().flatten()),
                }
            }
            Ok(Event::End(element)) => {
                let (namespace, name) = reader.resolver().resolve_element(element.name());
                if let Some(found) = Property::of(&namespace, name.as_ref()) {
                    found.set(&text, &mut source_type, &mut creator_tool);
                    property = None;
                }
            }
            Ok(Event::Eof) | Err(_) => return (source_type, creator_tool),
            Ok(_) => {}
        }
    }
}

#[derive(Clone, Copy)]
enum Property {
    SourceType,
    CreatorTool,
}

impl Property {
    fn of(namespace: &ResolveResult<'_>, name: &str) -> Option<Self> {
        let ResolveResult::Bound(namespace) = namespace else {
            return None;
        };
        match (namespace.as_ref(), name) {
            (IPTC_EXT, "DigitalSourceType") => Some(Self::SourceType),
            (XMP_BASIC, "CreatorTool") => Some(Self::CreatorTool),
            _ => None,
        }
    }

    fn set(self, text: &str, source_type: &mut Option<SourceType>, creator_tool: &mut Option<String>) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self {
            Self::SourceType => _ = source_type.get_or_insert_with(|| SourceType::from_uri(text)),
            Self::CreatorTool => _ = creator_tool.get_or_insert_with(|| text.to_owned()),
        }
    }
}

/// XMP may write a property as an attribute of its description, and an address as `rdf:resource` of its element.
fn attributes(
    reader: &NsReader<&[u8]>,
    element: &BytesStart<'_>,
    source_type: &mut Option<SourceType>,
    creator_tool: &mut Option<String>,
) {
    let (namespace, name) = reader.resolver().resolve_element(element.name());
    let own = Property::of(&namespace, name.as_ref());
    for attribute in element.attributes().flatten() {
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        let property = Property::of(&namespace, name.as_ref()).or_else(|| own.filter(|_| name.as_ref() == "resource"));
        if let Some(property) = property {
            let raw = &attribute.value;
            let text = quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_string(), Cow::into_owned);
            property.set(&text, source_type, creator_tool);
        }
    }
}

/// Fails where the packet does not fit a JPEG segment.
pub(crate) fn check_fits(packet: &str, picture_type: PictureType) -> Result<(), MediaError> {
    let max_bytes = jpeg::MAX_PAYLOAD_BYTES - jpeg::XMP_PREFIX.len();
    if picture_type == PictureType::Jpeg && packet.len() > max_bytes {
        return Err(MediaError::MarkTooLong { picture_type, size_bytes: packet.len(), max_bytes });
    }
    Ok(())
}
