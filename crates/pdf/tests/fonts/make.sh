#!/bin/sh
# Makes the test fonts, and what HarfBuzz makes of texts in them: ./make.sh
# Needs fonttools, and of Debian fonts-noto-core, fonts-noto-cjk and libharfbuzz-bin.
set -eu
cd "$(dirname "$0")"
noto=/usr/share/fonts/truetype/noto
arabic='فاتورة الرقم لا لأ سَنَة مُحَمَّد می‌خواهم نظّارات ١٢٣٤٥٦٧٨٩٠ پچگ ه‍ هـ، عين'
hebrew='חשבונית משקפיים שָׁלוֹם בית־ספר עין מספר'
devanagari='हिन्दी क्षत्रिय प्रिय र्क श्री कि दृष्टि ज़रा न्‍य क्‌ष'
bengali='বাংলা কোন চশমা স্ত্রী র্ম ক্ষ পৌষ'
thai='แว่นตา น้ำ ใบสั่ง ปู่ ที่ พิมพ์'
han='眼鏡 処方、 「一二三」 円のと'

trim() { # name, text, source, options of its own
  name=$1 text=$2 source=$3
  shift 3
  pyftsubset "$source" --output-file="$name" --text="$text" --no-hinting --name-IDs=0,1,2,3,4,5,6,13,14 "$@"
}
# Some signs are drawn as the ones they are composed of.
trim Arabic.ttf "$arabic" "$noto/NotoSansArabic-Regular.ttf"
trim Hebrew.ttf "$hebrew" "$noto/NotoSansHebrew-Regular.ttf"
trim Devanagari.ttf "$devanagari" "$noto/NotoSansDevanagari-Regular.ttf"
trim Bengali.ttf "$bengali ে া ৗ" "$noto/NotoSansBengali-Regular.ttf"
trim Thai.ttf "$thai ํ" "$noto/NotoSansThai-Regular.ttf"
trim Han.otf "$han。（）年月日" /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc --font-number=0 --desubroutinize

# A line for each word: font, direction, script, word, and the glyphs as hb-shape prints them.
shape() { # font, direction, script, words
  for word in $4; do
    printf '%s\t%s\t%s\t%s\t' "$1" "$2" "$3" "$word"
    hb-shape "$1" --text="$word" --direction="$2" --script="$3" --language=und --cluster-level=1 --utf8-clusters \
      --remove-default-ignorables --no-glyph-names
  done
}
{
  shape Arabic.ttf rtl Arab "$arabic"
  shape Hebrew.ttf rtl Hebr "$hebrew"
  shape Devanagari.ttf ltr Deva "$devanagari"
  shape Bengali.ttf ltr Beng "$bengali"
  shape Thai.ttf ltr Thai "$thai"
  shape Han.otf ltr Hani "$han"
  shape ../../fonts/NotoSans-Regular.ttf ltr Latn 'AVATAR office Čištění q̃ 1,234.50 fi-fl ﬁ Ǆ'
  shape ../../fonts/NotoSans-Bold.ttf ltr Grek 'ΑΥΤΟ ᾧ γυαλιά'
  shape ../../fonts/NotoSans-Bold.ttf ltr Cyrl 'УГАР очки Ѓ'
} >harfbuzz.tsv
