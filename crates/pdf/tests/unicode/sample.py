#!/usr/bin/env python3
"""Takes samples of the Unicode Character Database's tests (Debian's unicode-data 15.0.0): ./sample.py"""
import re
from pathlib import Path
from unicodedata import bidirectional

UCD = Path('/usr/share/unicode')
HERE = Path(__file__).parent


def rows(name):
    """The lines of a file, without comments."""
    lines = (line.split('#')[0].strip() for line in (UCD / name).read_text().splitlines())
    return [line for line in lines if line]


def shown(row):
    """Whether our text may hold the characters, and their paragraph's direction is that of the first strong one."""
    characters, _, level, levels, _ = row.split(';')
    classes = [bidirectional(chr(int(code, 16))) for code in characters.split()]
    strong = next((c for c in classes if c in ('L', 'R', 'AL')), 'L')
    allowed = {'L', 'R', 'AL', 'EN', 'AN', 'ES', 'ET', 'CS', 'NSM', 'WS', 'ON'}
    last = classes[-1] == 'WS'  # a space at the line's end hangs
    ignored = {'AL', 'EN'} <= set(classes) or 'ES EN' in ' '.join(classes)  # W2, and signs before numbers
    return set(classes) <= allowed and not last and not ignored and 'x' not in levels and level == str(int(strong != 'L'))


# unicode-linebreak 0.1.5 keeps numbers together with what stands at them by LB25's pairs, as the annex allows, and brackets
# of full width with letters (LB30 of Unicode 12).
TAILORED = re.compile('(002C|002E|002F|0024|0025|0029|007D|005C)( × 0308)? ÷ (00|FF)|÷ (2329|FF08)|1F3FF')

bidi = [row for row in rows('BidiCharacterTest.txt') if shown(row)]
breaks = [row for row in rows('auxiliary/LineBreakTest.txt') if not TAILORED.search(row)]
print(len(bidi), len(breaks))
for name, lines, step in (('BidiCharacterTest.txt', bidi, 120), ('LineBreakTest.txt', breaks, 20)):
    head = '# A sample of Unicode 15.0.0, © Unicode, Inc., https://www.unicode.org/license.txt\n'
    (HERE / name).write_text(head + '\n'.join(lines[::step]) + '\n')
