/** Code 128 bar codes (ISO/IEC 15417). */
import { type Modules, merged, type Refuse } from './index';

/** Widths of bars and spaces, in turn, of the symbols 0 to 105; the stop symbol has a bar more. */
const SYMBOLS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221' +
  '223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321' +
  '112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131' +
  '311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114' +
  '122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232';
const STOP = '2331112';
const [START_B, START_C, CODE_C, CODE_B, SHIFT_OR_A] = [104, 105, 99, 100, 101];
const START_A = 103;

/** The code of a text of ASCII characters. */
export function code128(value: string, refuse: Refuse): Modules {
  if (!/^[\0-\x7f]+$/.test(value)) throw refuse('have ASCII characters only');
  const codes = encode(value);
  const check = codes.reduce((sum, code, index) => sum + code * Math.max(index, 1), 0) % 103;
  const widths = [...codes, check].map((code) => SYMBOLS.slice(6 * code, 6 * code + 6)).join('') + STOP;
  let modules = '';
  for (const [index, width] of Array.from(widths, Number).entries())
    modules += (index % 2 === 0 ? '1' : '0').repeat(width);
  return { width: modules.length, height: 1, quiet: 10, dark: merged(modules.length, 1, (x) => modules[x] === '1') };
}

/** Symbols of the text, the start symbol first: pairs of digits in set C where that is shorter (annex E). */
function encode(value: string): number[] {
  const codes: number[] = [];
  let set: 'A' | 'B' | 'C' | undefined;
  for (let at = 0; at < value.length; ) {
    const digits = (/^\d*/.exec(value.slice(at)) as RegExpExecArray)[0].length;
    const wantsC = set === 'C' ? digits >= 2 : digits >= (at === 0 || at + digits === value.length ? 4 : 6);
    if (wantsC && (set === 'C' || digits % 2 === 0 || set === undefined)) {
      if (set !== 'C') codes.push(set === undefined ? START_C : CODE_C);
      set = 'C';
      codes.push(Number(value.slice(at, at + 2)));
      at += 2;
      continue;
    }
    const code = value.charCodeAt(at);
    const wanted = code < 32 ? 'A' : code >= 96 || set !== 'A' ? 'B' : 'A';
    if (set !== wanted) {
      if (set === undefined) codes.push(wanted === 'A' ? START_A : START_B);
      else codes.push(wanted === 'A' ? SHIFT_OR_A : CODE_B);
      set = wanted;
    }
    codes.push(code < 32 ? code + 64 : code - 32);
    at++;
  }
  return codes;
}
