/** Languages whose letters fonts draw in forms of their own. */

/** OpenType's tags of the languages that fonts have such forms for. */
const TAGS: Record<string, string> = {
  ...{ az: 'AZE', ba: 'BSH', bg: 'BGR', ca: 'CAT', crh: 'CRT', cv: 'CHU', de: 'DEU', fa: 'FAR', hr: 'HRV', ja: 'JAN' },
  ...{ kk: 'KAZ', ko: 'KOR', ks: 'KSH', ku: 'KUR', lt: 'LTH', mh: 'MAH', mk: 'MKD', mo: 'MOL', mr: 'MAR', nb: 'NOR' },
  ...{ ne: 'NEP', nl: 'NLD', nv: 'NAV', pl: 'PLK', ps: 'PAS', ro: 'ROM', sd: 'SND', se: 'NSM', sr: 'SRB', tr: 'TRK' },
  ...{ tt: 'TAT', ug: 'UYG', ur: 'URD', vi: 'VIT' },
};

/** The OpenType tag of a language given by its BCP 47 tag, if there is need of one. */
export function openTypeLanguage(tag: string): string | undefined {
  const { language, script, region } = new Intl.Locale(tag).maximize();
  if (language === 'zh') return script === 'Hant' ? (region === 'HK' ? 'ZHH ' : 'ZHT ') : 'ZHS ';
  if (language === 'ro' && region === 'MD') return 'MOL ';
  return TAGS[language]?.padEnd(4);
}
