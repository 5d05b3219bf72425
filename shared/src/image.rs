//! Images that shoppers send to people: what is taken for one.

use serde::{Deserialize, Serialize};

use crate::id::ImageId;

/// The largest image, in bytes.
pub const MAX_IMAGE_BYTES: usize = 5_000_000;

/// The most images of one session.
pub const MAX_IMAGES: usize = 20;

/// A kind of image that every browser shows and none runs. SVG is a document, and none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    Gif,
    Jpeg,
    Png,
    WebP,
}

impl ImageKind {
    pub const ALL: [Self; 4] = [Self::Gif, Self::Jpeg, Self::Png, Self::WebP];

    /// What these bytes are, by how they begin: whatever else is said of them, by a name or a header, is not asked.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |at: usize, with: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(with));
        match () {
            () if begins(0, b"\x89PNG\r\n\x1a\n") => Some(Self::Png),
            () if begins(0, b"\xff\xd8\xff") => Some(Self::Jpeg),
            () if begins(0, b"GIF87a") || begins(0, b"GIF89a") => Some(Self::Gif),
            () if begins(0, b"RIFF") && begins(8, b"WEBP") => Some(Self::WebP),
            () => None,
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    pub fn from_media_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == name)
    }
}

/// The answer to `POST /api/files`: what a message names the image by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageGrant {
    pub id: ImageId,
    /// Its media type.
    #[serde(rename = "type")]
    pub kind: String,
    /// In bytes.
    pub size: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_what_its_bytes_say() {
        let check = |bytes: &[u8], kind| assert_eq!(ImageKind::of(bytes), kind, "{bytes:?}");
        check(b"\x89PNG\r\n\x1a\n\0\0", Some(ImageKind::Png));
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", Some(ImageKind::Jpeg));
        check(b"GIF89a..", Some(ImageKind::Gif));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Some(ImageKind::WebP));
        check(b"RIFF\x10\0\0\0WAVEfmt ", None);
        check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", None);
        check(b"<!doctype html>", None);
        check(b"%PDF-1.7", None);
        check(b"\x89PNG", None);
        check(b"", None);
        for kind in ImageKind::ALL {
            assert_eq!(ImageKind::from_media_type(kind.media_type()), Some(kind));
        }
        assert_eq!(ImageKind::from_media_type("image/svg+xml"), None);
    }
}
