/** A family of this package. */
type Family = 'Noto Sans Arabic' | 'Noto Sans Bengali' | 'Noto Sans Devanagari' | 'Noto Sans Hebrew' | 'Noto Sans Thai';

/**
 * Font files by family, as `registerFont` of `clinicore/pdf` takes them; a family's are read when it is first asked for.
 *
 * @example
 * const { pdf } = require('clinicore');
 * const fonts = require('clinicore-fonts');
 * pdf.registerFont('Noto Sans Hebrew', fonts['Noto Sans Hebrew']);
 *
 * @example
 * for (const [family, files] of Object.entries(fonts)) pdf.registerFont(family, files);
 */
declare const fonts: Readonly<Record<Family, { readonly regular: Buffer; readonly bold: Buffer }>>;
export = fonts;
