import type { shownPreview } from '../../../src/prices/preview.js';

/** What `POST /imports/prices` answers with. */
export type PreviewAnswer = ReturnType<typeof shownPreview> & { id: string; expiresAt: string };

export type ShownProduct = PreviewAnswer['new'][number]['after'];
