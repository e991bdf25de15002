/** What a file says of itself, in XMP (ISO 16684-1). */
import type { AboutMessage, ProfileMessage } from '../../../contract/pdf';

const PRODUCER = 'Clinicore';

/** The metadata stream of a document. */
export function xmp(about: AboutMessage, profile: ProfileMessage): string {
  const { title, author, subject, keywords, language, created } = about;
  const facturX = 'facturX' in profile ? profile.facturX : null;
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    description('dc', 'http://purl.org/dc/elements/1.1/', [
      '<dc:format>application/pdf</dc:format>',
      `<dc:title>${alternatives(title)}</dc:title>`,
      author && `<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator>`,
      subject && `<dc:description>${alternatives(subject)}</dc:description>`,
      `<dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>`,
      keywords.length > 0 &&
        `<dc:subject><rdf:Bag>${keywords.map((word) => `<rdf:li>${escaped(word)}</rdf:li>`).join('')}</rdf:Bag></dc:subject>`,
    ]),
    description('pdf', 'http://ns.adobe.com/pdf/1.3/', [
      `<pdf:Producer>${PRODUCER}</pdf:Producer>`,
      keywords.length > 0 && `<pdf:Keywords>${escaped(keywords.join(', '))}</pdf:Keywords>`,
    ]),
    description('xmp', 'http://ns.adobe.com/xap/1.0/', [
      `<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool>`,
      created && `<xmp:CreateDate>${isoTime(created)}</xmp:CreateDate>`,
      created && `<xmp:ModifyDate>${isoTime(created)}</xmp:ModifyDate>`,
    ]),
    ...conformance(profile),
    facturX !== null && invoice(facturX),
    schemas([profile.name === 'archive-3a' && ACCESSIBILITY_SCHEMA, facturX !== null && INVOICE_SCHEMA]),
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ]
    .filter(Boolean)
    .join('\n');
}

/** What the file's own list of properties (`Info`) says, which must be the same. */
export function info(about: AboutMessage): Record<string, unknown> {
  const { title, author, subject, keywords, created } = about;
  const date =
    created && new Date(Date.UTC(created[0], created[1] - 1, created[2], created[3], created[4], created[5]));
  return {
    Title: title,
    ...(author ? { Author: author } : {}),
    ...(subject ? { Subject: subject } : {}),
    ...(keywords.length > 0 ? { Keywords: keywords.join(', ') } : {}),
    Producer: PRODUCER,
    Creator: PRODUCER,
    ...(date ? { CreationDate: date, ModDate: date } : {}),
  };
}

function conformance(profile: ProfileMessage): string[] {
  switch (profile.name) {
    case 'accessible':
      return [ACCESSIBLE];
    case 'archive-3a':
      return [archived('A'), ACCESSIBLE];
    case 'archive-3b':
      return [archived('B')];
    default:
      return [];
  }
}

const archived = (level: string) =>
  description('pdfaid', 'http://www.aiim.org/pdfa/ns/id/', [
    `<pdfaid:part>3</pdfaid:part><pdfaid:conformance>${level}</pdfaid:conformance>`,
  ]);

const FACTUR_X = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

/** What Factur-X 1.0 (7.1) asks for. */
const invoice = (level: string) =>
  description('fx', FACTUR_X, [
    '<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>',
    `<fx:Version>1.0</fx:Version><fx:ConformanceLevel>${escaped(level)}</fx:ConformanceLevel>`,
  ]);

/** What PDF/A does not know must be described in the file (ISO 19005-3, 6.6.2.3), all in one list. */
function schemas(described: (string | false)[]): string | false {
  const items = described.filter(Boolean).join('');
  if (items === '') return false;
  return (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"' +
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">' +
    `<pdfaExtension:schemas><rdf:Bag>${items}</rdf:Bag></pdfaExtension:schemas></rdf:Description>`
  );
}

type Property = [name: string, type: string, category: 'internal' | 'external', meaning: string];

function schema(name: string, namespace: string, prefix: string, properties: Property[]): string {
  const described = properties.map(
    ([property, type, category, meaning]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${property}</pdfaProperty:name>` +
      `<pdfaProperty:valueType>${type}</pdfaProperty:valueType><pdfaProperty:category>${category}</pdfaProperty:category>` +
      `<pdfaProperty:description>${meaning}</pdfaProperty:description></rdf:li>`,
  );
  return (
    `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>${name}</pdfaSchema:schema>` +
    `<pdfaSchema:namespaceURI>${namespace}</pdfaSchema:namespaceURI><pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>` +
    `<pdfaSchema:property><rdf:Seq>${described.join('')}</rdf:Seq></pdfaSchema:property></rdf:li>`
  );
}

const description = (prefix: string, namespace: string, properties: (string | false | null)[]) =>
  `<rdf:Description rdf:about="" xmlns:${prefix}="${namespace}">${properties.filter(Boolean).join('')}</rdf:Description>`;

const alternatives = (text: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt>`;

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] as string);

const isoTime = ([year, month, day, hour, minute, second]: NonNullable<AboutMessage['created']>) =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;

const two = (value: number) => String(value).padStart(2, '0');

const PDF_UA = 'http://www.aiim.org/pdfua/ns/id/';

const ACCESSIBLE = description('pdfuaid', PDF_UA, ['<pdfuaid:part>1</pdfuaid:part>']);

const ACCESSIBILITY_SCHEMA = schema('PDF/UA Identification schema', PDF_UA, 'pdfuaid', [
  ['part', 'Integer', 'internal', 'Part Number of ISO 14289 (PDF/UA)'],
]);

const INVOICE_SCHEMA = schema('Factur-X PDFA Extension Schema', FACTUR_X, 'fx', [
  ['DocumentFileName', 'Text', 'external', 'name of the embedded XML invoice file'],
  ['DocumentType', 'Text', 'external', 'INVOICE'],
  ['Version', 'Text', 'external', 'version of the Factur-X XML schema'],
  ['ConformanceLevel', 'Text', 'external', 'conformance level of the embedded Factur-X data'],
]);
