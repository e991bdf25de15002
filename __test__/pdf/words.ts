/** Words that are not easily set: ligatures, kerning, scripts, quotes, breaks at every kind of sign, one wider than a line. */
export const WORDS = [
  ...[
    'office',
    'AVATAR',
    'Čeština',
    'Привет,',
    'Ὀφθαλμός',
    'single-vision',
    '1.5/2',
    '(20%)',
    '“quoted”',
    'Đặng',
    'T.',
  ],
  ...['https://example.org/a?b=c&d', '1⁄2', 'a…b', 'naïve', 'x'.repeat(90), '€5', '№7', '–', 'q̃'],
];
