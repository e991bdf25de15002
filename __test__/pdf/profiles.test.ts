/** What files promise to be, held to the clauses that no packaged validator covers, on both backends. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { everything } from './everything';
import { isMissing, needs, said } from './tools';

const invoice = {
  name: 'factur-x.xml',
  mimeType: 'text/xml',
  data: Buffer.from('<a/>'),
  relationship: 'Alternative',
} as const;
const document: pdf.PdfDocument = { ...everything, attachments: [invoice] };
/** The file in clear text, object by object. */
const plain = (file: Uint8Array, password = '') =>
  said('qpdf', [`--password=${password}`, '--qdf', '--object-streams=disable', '--decrypt', 'FILE', '-'], file);
const count = (text: string, pattern: RegExp) => text.match(new RegExp(pattern, 'g'))?.length ?? 0;

describe.skipIf(isMissing('qpdf'))(`profiles${needs('qpdf')}`, () => {
  describe.each(backends)('on the %s backend', (name) => {
    beforeEach(() => {
      useBackend(name);
    });
    const made = async (profile?: pdf.Profile) => plain(await pdf.render(document, { profile }));

    it('accessible: what PDF/UA-1 (ISO 14289-1) asks of the file itself', async () => {
      const text = await made();
      expect(text, '5: the identification schema').toMatch(/pdfuaid:part>1<|pdfuaid:part="1"/);
      expect(text, '7.1: content is marked').toMatch(/\/Marked true/);
      expect(text, '7.1: the title is shown').toMatch(/\/DisplayDocTitle true/);
      expect(text, '7.1: the title is in the metadata').toMatch(/<dc:title>/);
      expect(text, '7.1: there is a structure').toMatch(/\/StructTreeRoot \d+ 0 R/);
      expect(text, '7.1: and a way from the content to it').toMatch(/\/ParentTree/);
      expect(text, '7.2: the language is said').toMatch(/\/Lang \(de\)/);
      expect(text, '7.18.3: tabs follow the structure').toMatch(/\/Tabs \/S/);
      expect(count(text, /\/StructParents? /), '7.18.5: links are in the structure').toBeGreaterThan(
        count(text, /\/Type \/Page\b/),
      );
      expect(count(text, /\/S \/Figure/)).toBe(count(text, /\/Alt /));
      expect(text, '7.21.7: every font leads back to Unicode').toMatch(/\/ToUnicode/);
      expect(count(text, /\/Subtype \/Type0/)).toBe(count(text, /\/ToUnicode/));
      expect(text, '7.3: artifacts are marked').toMatch(/\/Artifact/);
    });

    it.each(['a', 'b'] as const)('archive %s: what PDF/A-3 (ISO 19005-3) asks of the file itself', async (level) => {
      const text = await made({ name: 'archive', level });
      expect(text, '6.6.4: the identification schema').toMatch(/pdfaid:part>3<|pdfaid:part="3"/);
      expect(text).toMatch(new RegExp(`pdfaid:conformance(>|=")${level.toUpperCase()}`));
      expect(text, '6.2.3: an output intent').toMatch(/\/S \/GTS_PDFA1/);
      expect(text).toMatch(/\/DestOutputProfile \d+ 0 R/);
      expect(text, '6.1.3: an identifier, and no encryption').toMatch(/\/ID \[/);
      expect(text).not.toMatch(/\/Encrypt/);
      expect(text, '6.8: files inside say how they belong').toMatch(/\/AFRelationship \/Alternative/);
      expect(text).toMatch(/\/AF /);
      expect(text, '6.8: and of what type they are').toMatch(/\/Subtype \/text#2fxml/i);
      expect(text, '6.2.11.4: fonts are embedded').toMatch(/\/FontFile[23]/);
      expect(text, '6.5.1: no actions that run').not.toMatch(/\/JavaScript|\/Launch/);
      if (level === 'a') {
        expect(text, '6.7: it is tagged').toMatch(/\/Marked true/);
        expect(text, 'and so holds to PDF/UA-1, too').toMatch(/pdfuaid:part>1</);
        expect(text, '6.6.2.3: which PDF/A does not know').toMatch(/<pdfaSchema:prefix>pdfuaid</);
      } else expect(text).not.toMatch(/pdfuaid:part>/);
    });

    it.each(['a', 'b'] as const)('archive %s with an invoice: one list of what PDF/A does not know', async (level) => {
      const text = await made({ name: 'archive', level, facturX: 'EN 16931' });
      expect(text).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>');
      // XMP (ISO 16684-1, 6.3): no property twice; ISO 19005-3, 6.6.2.3: one bag of schemas.
      expect(count(text, /<pdfaExtension:schemas>/)).toBe(1);
      expect(count(text, /<pdfaSchema:prefix>fx</)).toBe(1);
      expect(count(text, /<pdfaSchema:prefix>pdfuaid</)).toBe(level === 'a' ? 1 : 0);
    });

    it('plain: a PDF without promises', async () => {
      const text = await made('plain');
      expect(text).not.toMatch(/pdfuaid|pdfaid|GTS_PDFA1/);
    });

    it('protected: opens with the passwords only, and allows what it was told to', async () => {
      const file = await pdf.render(document, {
        profile: { name: 'protected', userPassword: 'Käse', ownerPassword: 'owner', permissions: { print: true } },
      });
      const folder = mkdtempSync(join(tmpdir(), 'clinicore-protected-'));
      const path = join(folder, 'file.pdf');
      writeFileSync(path, file);
      const open = (password: string) =>
        execFileSync('qpdf', [`--password=${password}`, '--show-encryption', path], {
          encoding: 'utf8',
          stdio: 'pipe',
        });
      expect(open('')).toContain('Incorrect password supplied');
      expect(open('wrong')).toContain('Incorrect password supplied');
      const user = open('Käse');
      expect(user).toMatch(/R = [56]/);
      expect(user).toMatch(/stream encryption method: AESv3/);
      expect(user).toMatch(/print high resolution: allowed/);
      for (const forbidden of ['extract for any purpose', 'modify anything', 'modify annotations']) {
        expect(user).toContain(`${forbidden}: not allowed`);
      }
      expect(user, 'those who cannot see may listen').toMatch(/extract for accessibility: allowed/);
      expect(open('owner')).toMatch(/Supplied password is owner password/);
      rmSync(folder, { recursive: true });
      expect(file.includes('Morgenstern')).toBe(false);
      expect(plain(file, 'Käse')).toContain('/Type /Catalog');
    });

    it('protected: a password is the same however it was typed', async () => {
      const [typed, prepared] = ['Ka\u0308se\u00a0\ufb01x\u00ad', 'K\u00e4se fix'];
      const profile = { name: 'protected', userPassword: typed, ownerPassword: 'owner' } as const;
      expect(plain(await pdf.render(document, { profile }), prepared)).toContain('/Type /Catalog');
    });

    it('protected: differs each time, for it holds random numbers', async () => {
      const profile = { name: 'protected', ownerPassword: 'owner' } as const;
      const [a, b] = [await pdf.render(document, { profile }), await pdf.render(document, { profile })];
      expect(a.equals(b)).toBe(false);
    });
  });
});
