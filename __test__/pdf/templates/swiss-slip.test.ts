/** The slip of a Swiss QR-bill: SIX, Implementation Guidelines for the QR-bill 2.3 and the style guide, in millimetres. */
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { type ReadPage, readPdf, readStructure } from '../../pdf-reader';
import { type Picture, pictures } from '../pictures';
import { codeOf, isMissing, needs } from '../tools';
import { creditor, debtor, invoice, line } from './data';

const mm = (points: number) => (points * 25.4) / 72;
const code: pdf.SwissPaymentCode = {
  type: 'swiss',
  creditor,
  debtor,
  reference: '210000000003139471430009017',
  message: 'Order of 15.06.2020',
};
type Changes = { [Name in keyof pdf.SwissPaymentCode]?: pdf.SwissPaymentCode[Name] | undefined };
const bill = (changes: Changes = {}): pdf.InvoiceData => ({
  ...invoice,
  currency: 'CHF',
  bank: { iban: 'CH4431999123000889012' },
  paymentCode: { ...code, ...changes } as pdf.SwissPaymentCode,
});

describe.each(backends)('a Swiss bill on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const lastPage = async (data: pdf.InvoiceData, options?: pdf.InvoiceOptions) =>
    (await readPdf(await pdf.invoice(data, options))).pages.at(-1) as ReadPage;
  /** What stands on the slip, and where from its top left. */
  const slip = ({ runs, height }: ReadPage) =>
    runs.map(({ text, x, y }) => ({ text, x: mm(x), y: 105 - mm(height - y) })).filter(({ y }) => y > 0);

  it('has receipt and payment part at its foot, each thing at its place', async () => {
    const on = slip(await lastPage(bill(), { locale: 'de-CH' }));
    const at = (text: string, x: number, top: number, bottom: number) => {
      const found = on.find((run) => run.text.replace('\u00a0', ' ') === text && Math.abs(run.x - x) < 0.3);
      expect(found, `${text} at ${x}`).toBeDefined();
      expect(found?.y, text).toBeGreaterThan(top);
      expect(found?.y, text).toBeLessThan(bottom);
    };
    at('Empfangsschein', 5, 5, 12);
    for (const text of [
      'Konto / Zahlbar an',
      'CH44 3199 9123 0008 8901 2',
      'Robert Schneider AG',
      'Rue du Lac 1268',
      '2501 Biel',
    ]) {
      at(text, 5, 12, 68);
      at(text, 118, 5, 90);
    }
    for (const text of [
      'Referenz',
      '21 00000 00003 13947 14300 09017',
      'Zahlbar durch',
      'Grosse Marktgasse 28',
      '9400 Rorschach',
    ]) {
      at(text, 5, 12, 68);
      at(text, 118, 5, 90);
    }
    at('Zusätzliche Informationen', 118, 5, 90);
    at('Order of 15.06.2020', 118, 5, 90);
    for (const x of [5, 67]) {
      at('Währung', x, 68, 82);
      at('CHF', x, 68, 82);
    }
    for (const x of [18, 82]) {
      at('Betrag', x, 68, 82);
      at('211.82', x, 68, 82);
    }
    at('Zahlteil', 67, 5, 12);
    expect(on.find(({ text }) => text === 'Annahmestelle')?.y).toBeGreaterThan(82);
    // What only the payment part says.
    expect(on.filter(({ text }) => text === 'Order of 15.06.2020')).toHaveLength(1);
  });

  it.each([
    ['fr-CH', 'Section paiement', 'Payable par'],
    ['it', 'Sezione pagamento', 'Pagabile da'],
    ['en', 'Payment part', 'Payable by'],
    ['pl', 'Payment part', 'Payable by'],
    ['he', 'Payment part', 'Payable by'],
  ])('has the headings of %s', async (locale, ...headings) => {
    // Hebrew dates need a font that is not shipped.
    const data = locale === 'he' ? await pdf.invoiceDocument(bill(), { locale }) : undefined;
    const texts = data
      ? JSON.stringify(data.slip)
      : slip(await lastPage(bill(), { locale }))
          .map(({ text }) => text)
          .join('\n');
    for (const heading of headings) expect(texts).toContain(heading);
  });

  it.skipIf(isMissing('zbarimg') || isMissing('pdftoppm'))(
    `the code is 46 mm wide, and says what it must to zbar, however much that is${needs('zbarimg')}`,
    async () => {
      const long = 'x'.repeat(30);
      const cases: Changes[] = [
        { debtor: undefined, message: 'x' },
        {},
        { billInformation: '//S1/10/10201409/11/200701/20/140.000-53/30/102673831/31/200615' },
        {
          creditor: { ...creditor, name: long + long, street: long + long },
          alternatives: ['A'.repeat(99), 'B'.repeat(99)],
        },
      ];
      for (const changes of cases) {
        const data = bill(changes);
        const { slip: made } = await pdf.invoiceDocument(data);
        const block = made?.areas
          .flatMap(({ content }) => content)
          .find((one) => typeof one === 'object' && one.type === 'code');
        expect(block).toMatchObject({ level: 'M', cross: true });
        expect(mm((block as pdf.Code).width as number)).toBeCloseTo(46, 6);
        const file = await pdf.invoice(data);
        const said = (block as pdf.Code).value;
        expect(codeOf(file)).toBe(said);
        expect(said.split('\n').slice(0, 4)).toEqual(['SPC', '0200', '1', 'CH4431999123000889012']);
        expect(said.split('\n').slice(18, 20)).toEqual(['211.82', 'CHF']);
        // Of all ink between the parts' titles and the amount.
        const [page] = pictures(file, 254) as [Picture];
        const ink = { left: 117, right: 64, top: 66, bottom: 14 };
        for (let y = 14; y < 66; y += 0.1) {
          for (let x = 64; x < 117; x += 0.1) {
            const pixel = Math.round((192 + y) * 10) * page.width + Math.round(x * 10);
            if ((page.pixels[pixel] as number) > 127) continue;
            ink.left = Math.min(ink.left, x);
            ink.right = Math.max(ink.right, x);
            ink.top = Math.min(ink.top, y);
            ink.bottom = Math.max(ink.bottom, y);
          }
        }
        for (const [side, place] of Object.entries({ left: 67, right: 113, top: 17, bottom: 63 })) {
          expect(Math.abs(ink[side as keyof typeof ink] - place), side).toBeLessThan(0.25);
        }
      }
    },
  );

  it('leaves room to write in who pays, where that is not known', async () => {
    const document = await pdf.invoiceDocument(bill({ debtor: undefined }));
    expect(JSON.stringify(document.slip)).toContain('Payable by (name/address)');
    const sizes = (document.slip?.areas ?? [])
      .flatMap(({ content }) => content)
      .flatMap((block) =>
        typeof block === 'object' && block.type === 'drawing' ? [[mm(block.width), mm(block.height)]] : [],
      )
      .map((size) => size.map(Math.round));
    expect(sizes).toEqual([
      [210, 105],
      [52, 20],
      [65, 25],
    ]);
    expect(slip(await lastPage(bill({ debtor: undefined }))).map(({ text }) => text)).toContain(
      'Payable by (name/address)',
    );
  });

  it('prints the most that there may be to say', async () => {
    const most = (length: number) => 'Most words '.repeat(20).slice(0, length).trim();
    const one = {
      name: most(70),
      street: most(70),
      building: most(16),
      postalCode: most(16),
      town: most(35),
      country: 'DE',
    };
    const page = await lastPage(
      bill({ creditor: one, debtor: one, message: most(70), billInformation: `//${most(60)}` }),
    );
    const on = slip(page);
    for (const { text, x, y } of on) {
      expect(y, text).toBeLessThan(100);
      expect(x, text).toBeGreaterThan(4.9);
    }
    // The receipt leaves streets out, and ends before the amount.
    expect(on.filter(({ x, y }) => x < 17 && y > 67 && y < 71).map(({ text }) => text)).toEqual(['Currency']);
  });

  it('stands below the content, or on a page of its own', async () => {
    const pages = async (count: number) => {
      const { pages } = await readPdf(
        await pdf.invoice({ ...bill(), lines: Array(count).fill({ ...line, quantity: '1' }) }),
      );
      return pages.map((page) => ({
        lines: page.text.split('Single-vision lens').length - 1,
        slip: page.text.includes('Payment part'),
        foot: /Page \d of \d/.exec(page.text)?.[0],
      }));
    };
    expect(await pages(1)).toEqual([{ lines: 1, slip: true, foot: 'Page 1 of 1' }]);
    const full = await pages(16);
    expect(full).toEqual([
      { lines: 16, slip: false, foot: 'Page 1 of 2' },
      { lines: 0, slip: true, foot: 'Page 2 of 2' },
    ]);
  });

  it('is read after the invoice, under headings of its own', async () => {
    const { outline, tags } = await readStructure(await pdf.invoice(bill()));
    expect(outline).toEqual(['Invoice', '  Bill to', '  Payment', '  Receipt', '  Payment part']);
    expect(tags[0]).toMatch(/Figure "Scan to pay"\(?.*$/);
    expect((tags[0] as string).indexOf('Figure')).toBeGreaterThan((tags[0] as string).lastIndexOf('Table'));
  });

  it('is on A4, and there only where something is due', async () => {
    expect(await failure(() => pdf.invoice(bill(), { pageSize: 'Letter' }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.pageSize' },
    });
    const { slip: made } = await pdf.invoiceDocument({ ...bill(), payments: [{ amount: 21_182 }] });
    expect(made).toBeUndefined();
  });
});

it('Swiss bills are alike on both backends', async () => {
  const read = [];
  for (const backend of backends) {
    useBackend(backend);
    read.push(await readPdf(await pdf.invoice(bill({ debtor: undefined }), { locale: 'it-CH' })));
  }
  const [native, js] = read.map(({ pages }) => pages.flatMap(({ runs }) => runs));
  expect(js?.map(({ text }) => text)).toEqual(native?.map(({ text }) => text));
  for (const [at, { x, y }] of (native ?? []).entries()) {
    expect(Math.abs(x - (js?.[at]?.x as number))).toBeLessThan(0.5);
    expect(Math.abs(y - (js?.[at]?.y as number))).toBeLessThan(0.5);
  }
});
