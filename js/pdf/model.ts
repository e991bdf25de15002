/** The document model: what `render` takes, and what the templates are made of. Lengths are points (72 to the inch). */
export type * from './model/block';
export type * from './model/document';
export type * from './model/figure';
export type * from './model/page';
export type * from './model/table';
export type * from './model/text';
