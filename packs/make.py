#!/usr/bin/env python3
"""Makes the fonts of this package from Debian's fonts-noto-core 20201225-1: pip install fonttools==4.68.0 && ./make.py

Left out are hinting, which readers of PDFs do not use, what is not needed to shape, and the characters that turn the
direction of text: a document that holds them is refused rather than printed as something else.
"""
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

SOURCE = Path('/usr/share/fonts/truetype/noto')
TARGET = Path(__file__).parent / 'fonts'
DIRECTION = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF}

for script in ('Arabic', 'Bengali', 'Devanagari', 'Hebrew', 'Thai'):
    for weight in ('Regular', 'Bold'):
        name = f'NotoSans{script}-{weight}.ttf'
        # The font's own date, so that the same fonts make the same files.
        options = Options(hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], recalc_timestamp=False)
        font = load_font(SOURCE / name, options)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=set(font.getBestCmap()) - DIRECTION)
        subsetter.subset(font)
        save_font(font, TARGET / name, options)
        print(name, (TARGET / name).stat().st_size)
