//! Pictures that cameras read, as the path of an SVG: a policy that allows no image but our own files lets it pass.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// A picture of squares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrPicture {
    /// Squares on each side, with the quiet zone of four around it (ISO/IEC 18004, 9.1).
    pub side: i64,
    /// The dark ones as an SVG path, a square being one unit.
    pub path: String,
}

const QUIET_ZONE: usize = 4;

/// The picture of a text; none of one that is too long.
pub fn draw(text: &str) -> Option<QrPicture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (row, squares) in code.to_colors().chunks(width).enumerate() {
        // One rectangle for each run of dark squares.
        let mut column = 0;
        for run in squares.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (column + QUIET_ZONE, row + QUIET_ZONE, run.len());
                write!(path, "M{left} {top}h{length}v1h-{length}z").ok()?;
            }
            column += run.len();
        }
    }
    Some(QrPicture { side: i64::try_from(width + 2 * QUIET_ZONE).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_within_the_quiet_zone() {
        let picture = draw("otpauth://totp/Nordwerk:rita%40kontor.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Nordwerk").unwrap();
        let side = picture.side;
        assert!(side >= 29 && (side - 2 * 4 - 17) % 4 == 0, "{side}");
        // Each corner begins with a bar of seven squares.
        for corner in ["M4 4h7v1h-7z".to_owned(), format!("M{} 4h7v1h-7z", side - 11), format!("M4 {}h7v1h-7z", side - 11)] {
            assert!(picture.path.contains(&corner), "{corner}");
        }
        assert_eq!(draw(&"x".repeat(5000)), None);
    }
}
