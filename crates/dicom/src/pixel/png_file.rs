use super::fault::{Fault, Result};

/// A PNG file of 8 bits a sample: grey of one sample, RGB of three.
pub(super) fn write(image: &[u8], samples: usize, columns: usize, rows: usize) -> Result<Vec<u8>> {
    let too_large = |_| Fault::Unsupported("a PNG file of so many rows or columns");
    let (width, height) =
        (u32::try_from(columns).map_err(too_large)?, u32::try_from(rows).map_err(too_large)?);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(if samples == 1 { png::ColorType::Grayscale } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    // In a tenth of the default's time, hardly larger.
    encoder.set_compression(png::Compression::Fast);
    // Writing into memory fails only for images it does not take.
    let failed = |_| Fault::Unsupported("a PNG file of such an image");
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(image).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}
