/** For TypeDoc: guides are called by their headings, not by their files. */
import { Converter } from 'typedoc';

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const text = document.content.map((part) => part.text).join('');
    // "Cryptography: `clinicore/crypto`" stands beside the module of that name.
    const [, heading] = /^# (.*?)(?:: `[^`]*`)?$/m.exec(text) ?? [];
    if (heading !== undefined) document.name = heading.replaceAll('`', '');
  });
}
