/** The public types, pinned: a change here is a change for every user. */
import type { Readable } from 'node:stream';
import {
  backend,
  type ClinicoreError,
  configure,
  crypto,
  dicom,
  type ErrorCode,
  export as exporting,
  loadError,
  type PoolStatus,
  pdf,
  stats,
  type TaskOptions,
  version,
} from 'clinicore';
import * as statsModule from 'clinicore/stats';
import { expectTypeOf, test } from 'vitest';

test('the package', () => {
  expectTypeOf(backend).toEqualTypeOf<'native' | 'js'>();
  expectTypeOf(loadError).toEqualTypeOf<Error | null>();
  expectTypeOf(version).toEqualTypeOf<string>();
  expectTypeOf(configure).returns.toEqualTypeOf<PoolStatus>();
  expectTypeOf<ClinicoreError>().toExtend<Error>();
  expectTypeOf<ClinicoreError['code']>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<'ERR_BUSY'>().toExtend<ErrorCode>();
  expectTypeOf<TaskOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>();
});

test('stats', () => {
  expectTypeOf(stats.holtWinters).returns.toEqualTypeOf<stats.HoltWintersResult>();
  expectTypeOf(stats.holtWinters).parameter(0).toEqualTypeOf<ArrayLike<number>>();
  expectTypeOf<stats.HoltWintersResult['forecast']>().toEqualTypeOf<Float64Array>();
  expectTypeOf<stats.HoltWintersOptions>().toHaveProperty('seasonal').toEqualTypeOf<stats.Seasonal | undefined>();
  // @ts-expect-error: a horizon is needed
  stats.holtWinters([], { seasonLength: 7, alpha: 0, beta: 0, gamma: 0 });
  // @ts-expect-error: there is no such season
  stats.holtWinters([], { seasonLength: 7, horizon: 1, alpha: 0, beta: 0, gamma: 0, seasonal: 'weekly' });
});

test('a forecast is what a chart draws', () => {
  expectTypeOf(stats.forecast).returns.toEqualTypeOf<Promise<stats.Forecast>>();
  expectTypeOf(stats.forecast).parameter(0).toEqualTypeOf<ArrayLike<number | null>>();
  expectTypeOf<stats.Forecast>().toExtend<stats.ForecastLike>();
  expectTypeOf<stats.Forecast['intervals']>().toEqualTypeOf<stats.ForecastInterval[]>();
  expectTypeOf<stats.ForecastOptions>().toExtend<TaskOptions>();
  expectTypeOf<stats.ForecastOptions['closed']>().toEqualTypeOf<ArrayLike<boolean | number> | undefined>();
  // @ts-expect-error: what was chosen is named
  expectTypeOf<stats.Forecast['method']>().toEqualTypeOf<'auto'>();
  // @ts-expect-error: a horizon is needed
  stats.forecast([], { seasonLength: 7 });
  // @ts-expect-error: there is no such method
  stats.forecast([], { horizon: 1, method: 'prophet' });
});

test('trends are promised', () => {
  expectTypeOf(stats.theilSen).returns.toEqualTypeOf<Promise<stats.TheilSen>>();
  expectTypeOf(stats.theilSen).parameter(0).toEqualTypeOf<ArrayLike<number> | null>();
  expectTypeOf(stats.mannKendall).returns.toEqualTypeOf<Promise<stats.MannKendall>>();
  expectTypeOf<stats.TheilSenOptions>().toExtend<TaskOptions>();
  expectTypeOf<stats.MannKendallOptions>().toExtend<TaskOptions>();
  // @ts-expect-error: there is no such intercept
  stats.theilSen(null, [], { intercept: 'median' });
});

test('anomalies are what a chart marks', () => {
  expectTypeOf(stats.detectAnomalies).returns.toEqualTypeOf<Promise<stats.Anomaly[]>>();
  expectTypeOf<stats.Anomaly[]>().toExtend<NonNullable<stats.ForecastChartOptions['anomalies']>>();
  expectTypeOf<stats.Anomaly['direction']>().toEqualTypeOf<'above' | 'below'>();
  // @ts-expect-error: a method is needed
  stats.detectAnomalies([], {});
});

test('many series go in flat, and each answers for itself', () => {
  expectTypeOf<{ values: Float64Array; offsets: Uint32Array }>().toExtend<stats.RaggedSeries>();
  expectTypeOf(stats.forecastMany).returns.toEqualTypeOf<Promise<stats.ForecastBatch>>();
  expectTypeOf<stats.ForecastBatch['errors']>().toEqualTypeOf<ReadonlyMap<number, ClinicoreError>>();
  expectTypeOf(stats.detectAnomaliesMany).returns.toEqualTypeOf<Promise<stats.AnomalyBatch>>();
  expectTypeOf<stats.AnomalyBatch['errors']>().toEqualTypeOf<stats.FitBatch['errors']>();
  expectTypeOf<stats.AnomalyBatch['at']>().returns.toEqualTypeOf<stats.Anomaly[]>();
  // Types only: there is nothing to construct.
  expectTypeOf(stats).not.toHaveProperty('AnomalyBatch');
  expectTypeOf(stats).not.toHaveProperty('FitBatch');
  expectTypeOf(stats).not.toHaveProperty('ForecastBatch');
});

test('an option may be undefined, which leaves it out, with exactOptionalPropertyTypes as well', () => {
  expectTypeOf<{
    horizon: number;
    method: undefined;
    levels: undefined;
    signal: undefined;
  }>().toExtend<stats.ForecastOptions>();
  expectTypeOf<{ seasonLength: undefined; parameters: { alpha: undefined } }>().toExtend<stats.FitOptions>();
  expectTypeOf<{ method: 'iqr'; threshold: undefined }>().toExtend<stats.AnomalyOptions>();
  expectTypeOf<{ seasonLength: number; degrees: { trend: undefined } }>().toExtend<stats.StlOptions>();
  expectTypeOf<{ type: undefined }>().toExtend<stats.QuantileOptions>();
  expectTypeOf<{ labels: { history: undefined } }>().toExtend<stats.ForecastChartOptions>();
  expectTypeOf<{ horizon: number; levels: Float64Array }>().toExtend<stats.ForecastOptions>();
});

test('descriptive statistics are at once, and take what is missing as null', () => {
  expectTypeOf(stats.mean).returns.toEqualTypeOf<number>();
  expectTypeOf(stats.median).parameter(0).toEqualTypeOf<stats.SampleValues>();
  expectTypeOf(stats.quantile([1, 2], 0.5)).toEqualTypeOf<number>();
  expectTypeOf(stats.quantile([1, 2], [0.25, 0.75])).toEqualTypeOf<number[]>();
  expectTypeOf(stats.zScores).returns.toEqualTypeOf<Float64Array>();
  // @ts-expect-error: there are nine types
  stats.quantile([1, 2], 0.5, { type: 10 });
});

test('a regression predicts at once, with a band where it is asked for one', () => {
  const line = stats.linearRegression([1, 2, 3], [1, 2, 4]);
  expectTypeOf(line.coefficients).toEqualTypeOf<number[]>();
  expectTypeOf(line.predict([4])).toEqualTypeOf<Float64Array>();
  expectTypeOf(line.predict([4], { interval: 'prediction' })).toEqualTypeOf<stats.Band>();
  // @ts-expect-error: which interval must be said
  line.predict([4], { level: 0.9 });
  // @ts-expect-error: a degree is needed
  stats.polynomialRegression([1, 2, 3], [1, 2, 4], {});
});

test('a fit says what was fitted and whether it came to an end', () => {
  expectTypeOf(stats.fit).returns.toEqualTypeOf<Promise<stats.Fit>>();
  expectTypeOf<stats.Fit['converged']>().toEqualTypeOf<boolean>();
  expectTypeOf<stats.Fit['convention']>().toEqualTypeOf<'r' | 'statsmodels' | 'ets'>();
  expectTypeOf(stats.fitMany).returns.toEqualTypeOf<Promise<stats.FitBatch>>();
  expectTypeOf<stats.FitBatch['errors']>().toEqualTypeOf<ReadonlyMap<number, ClinicoreError>>();
});

test('decompositions take their time, but the classical one', () => {
  expectTypeOf(stats.stl).returns.toEqualTypeOf<Promise<stats.StlResult>>();
  expectTypeOf(stats.mstl).returns.toEqualTypeOf<Promise<stats.MstlResult>>();
  expectTypeOf(stats.classicalDecomposition).returns.toEqualTypeOf<stats.ClassicalDecomposition>();
});

test('a forecast chart takes any record that has what it draws', () => {
  expectTypeOf(stats.forecastChart).returns.toEqualTypeOf<string>();
  expectTypeOf<{ values: number[]; forecast: Float64Array }>().toExtend<stats.ForecastLike>();
  expectTypeOf<{ values: (number | null)[] } & stats.HoltWintersResult>().toExtend<stats.ForecastLike>();
  // @ts-expect-error: the history is drawn too
  stats.forecastChart({ forecast: [1] });
  // @ts-expect-error: there is no such step
  stats.forecastChart({ values: [1], forecast: [1] }, { start: '2026-01-01', step: 'hour' });
});

test('the engine', () => {
  expectTypeOf(stats.TimeSeriesEngine).toBeConstructibleWith([1, 2, 3]);
  const engine = new stats.TimeSeriesEngine(new Float64Array(14));
  expectTypeOf(engine.holtWinters).parameters.toEqualTypeOf<[number, number, number, number, (number | undefined)?]>();
  expectTypeOf(engine.holtWinters).returns.toEqualTypeOf<stats.HoltWintersResult>();
  expectTypeOf(engine.detectAnomalies).parameters.toEqualTypeOf<[(number | undefined)?]>();
  expectTypeOf(engine.detectAnomalies).returns.toEqualTypeOf<stats.Anomaly[]>();
});

test('a subpath is its domain', () => {
  expectTypeOf(statsModule.holtWinters).toEqualTypeOf(stats.holtWinters);
  expectTypeOf<statsModule.HoltWintersOptions>().toEqualTypeOf<stats.HoltWintersOptions>();
});

test('a document is made of blocks, each of its own kind', () => {
  expectTypeOf(pdf.render).returns.toEqualTypeOf<Promise<Buffer>>();
  expectTypeOf(pdf.renderToStream).returns.toEqualTypeOf<Readable>();
  expectTypeOf<{ title: string; content: [string, { type: 'space'; height: 4 }] }>().toExtend<pdf.PdfDocument>();
  expectTypeOf<undefined>().toExtend<pdf.Table['carry']>();
  // @ts-expect-error: what a figure shows must be said
  pdf.render({ title: 'x', content: [{ type: 'image', image: 'logo' }] });
  // @ts-expect-error: there is no such block
  pdf.render({ title: 'x', content: [{ type: 'marquee' }] });
  // @ts-expect-error: a protected file needs the owner's password
  pdf.render({ title: 'x', content: [] }, { profile: { name: 'protected' } });
});

test('an item of renderMany has a file or an error', () => {
  const item = {} as pdf.RenderedItem;
  if (item.error) expectTypeOf(item.file).toEqualTypeOf<undefined>();
  else expectTypeOf(item.file).toEqualTypeOf<Buffer>();
  expectTypeOf(pdf.renderMany).returns.toEqualTypeOf<AsyncGenerator<pdf.RenderedItem, void, void>>();
});

test('what takes time gives a promise', () => {
  expectTypeOf(pdf.invoice).returns.toEqualTypeOf<Promise<Buffer>>();
  expectTypeOf(dicom.parse).returns.toEqualTypeOf<Promise<dicom.DicomJson>>();
  expectTypeOf(dicom.open).returns.toEqualTypeOf<Promise<dicom.DicomFile>>();
  expectTypeOf(dicom.open).parameter(0).toExtend<string | URL | Uint8Array | AsyncIterable<Uint8Array>>();
  expectTypeOf<dicom.DicomFile>().toExtend<dicom.DicomItem & AsyncDisposable>();
  expectTypeOf<ReturnType<dicom.DicomFile['frames']>>().toExtend<AsyncIterable<dicom.DicomFrame>>();
  expectTypeOf<dicom.DicomItem>().toExtend<Iterable<dicom.DicomElement>>();
  expectTypeOf(exporting.xlsx).returns.toEqualTypeOf<exporting.Output>();
  expectTypeOf(crypto.hashPassword).returns.toEqualTypeOf<Promise<string>>();
  expectTypeOf(crypto.verifyPassword).returns.toEqualTypeOf<Promise<boolean>>();
});

test('a vault', () => {
  const vault = {} as crypto.Vault;
  const place = { tenant: 'a', table: 'b', column: 'c', row: 1n };
  expectTypeOf(vault.seal).returns.toEqualTypeOf<Buffer>();
  expectTypeOf(vault.sealMany).returns.toEqualTypeOf<Promise<Buffer[]>>();
  expectTypeOf(vault.openMany([], place)).toEqualTypeOf<Promise<Buffer[]>>();
  expectTypeOf(vault.openMany([], { ...place, row: [1, '2'] }, { onRefused: 'null' })).toEqualTypeOf<
    Promise<(Buffer | null)[]>
  >();
  // @ts-expect-error: where a field stands is never left out
  vault.seal('text');
  // @ts-expect-error: nor is a part of it
  vault.open(Buffer.alloc(77), { tenant: 'a', table: 'b', column: 'c' });
});

test('eye records are told apart by their kind', () => {
  const record = {} as dicom.OphthalmicRecord;
  if (record.kind === 'lensometry') expectTypeOf(record.right).toEqualTypeOf<dicom.Lens | undefined>();
  if (record.kind === 'subjectiveRefraction') expectTypeOf(record.both).toEqualTypeOf<dicom.BothEyes | undefined>();
  if (record.kind !== 'ophthalmicImage') expectTypeOf(dicom.toFhir(record)).toEqualTypeOf<dicom.FhirBundle>();
  // @ts-expect-error FHIR's resource for an image is another one.
  dicom.toFhir(record);
  expectTypeOf(dicom.transposeCylinder({ sphere: 1, cylinder: -1, axis: 90 }).cylinder).toEqualTypeOf<number>();
});

test('what is edited or made is written by one call', () => {
  const file = {} as dicom.DicomFile;
  const edit = dicom.edit(file, { characterSet: 'ISO_IR 192' }).set('PatientName', { Alphabetic: 'Doe^Jane' });
  expectTypeOf(edit.remove('PatientID')).toEqualTypeOf<dicom.DicomEdit>();
  expectTypeOf<dicom.DicomEdit>().toExtend<dicom.DicomOutput>();
  expectTypeOf(edit.set('Rows', 512).toBuffer).returns.toEqualTypeOf<Promise<Buffer>>();
  edit.set('ReferencedImageSequence', [
    { '00081155': { vr: 'UI', Value: ['1.2'] } },
    ...file.items('SourceImageSequence'),
  ]);
  edit.set({ group: 9, creator: 'ACME', element: 1 }, [1, null], { vr: 'FD' });
  // @ts-expect-error: a value is left out by null
  edit.set('PatientID', undefined);
  // @ts-expect-error: only edit makes one
  new dicom.DicomEdit();
  expectTypeOf(dicom.secondaryCapture).parameter(0).toExtend<dicom.DicomPicture | readonly dicom.DicomPicture[]>();
  expectTypeOf(dicom.secondaryCapture).returns.toEqualTypeOf<dicom.DicomOutput>();
  expectTypeOf(dicom.encapsulatedPdf).returns.toEqualTypeOf<dicom.DicomOutput>();
});

test('what is de-identified is written as what is edited', () => {
  const file = {} as dicom.DicomFile;
  expectTypeOf(dicom.deidentify).returns.toEqualTypeOf<Promise<dicom.Deidentified>>();
  expectTypeOf<dicom.Deidentified['toBuffer']>().returns.toEqualTypeOf<Promise<Buffer>>();
  expectTypeOf<dicom.Deidentified['report']>().toEqualTypeOf<dicom.DeidentificationReport>();
  dicom.deidentify(file, { key: 'k'.repeat(32), cleanDescriptors: ({ text, keyword }) => (keyword ? text : null) });
  // @ts-expect-error: dates stay in full, or modified
  dicom.deidentify(file, { retainDates: true });
  // @ts-expect-error: only deidentify makes one
  new dicom.Deidentified();
});

test('what a scan reads of a file is named by the elements asked for', async () => {
  for await (const { values, error } of dicom.scanFolder('/archive', { elements: ['PatientID', '0008103E'] })) {
    if (error) expectTypeOf(values).toEqualTypeOf<undefined>();
    else expectTypeOf(values).toEqualTypeOf<Record<'PatientID' | '0008103E', dicom.DicomContent>>();
  }
  for await (const file of dicom.scanFolder(new URL('file:///archive'))) {
    if (!file.error) expectTypeOf(file.values.StudyInstanceUID).toEqualTypeOf<dicom.DicomContent>();
  }
  expectTypeOf<dicom.DicomRecord>().toExtend<dicom.DicomItem>();
  expectTypeOf<dicom.DicomDir>().toExtend<Iterable<dicom.DicomRecord>>();
});

test("a table's columns are told apart by their type", async () => {
  expectTypeOf(exporting.tableFrom).returns.toEqualTypeOf<Promise<exporting.TableFromResult>>();
  expectTypeOf(exporting.tableOf).returns.toEqualTypeOf<Promise<exporting.Table>>();
  const { table, report } = await exporting.tableFrom([{ a: 1 }], { schema: undefined, onBadCell: 'null' });
  expectTypeOf(report).toEqualTypeOf<readonly exporting.ColumnReport[]>();
  const column = table.column('a');
  if (column.type === 'int64') expectTypeOf(column.values).toEqualTypeOf<BigInt64Array>();
  if (column.type === 'timestamp') expectTypeOf(column.get(0)).toEqualTypeOf<Date | null>();
  exporting.xlsx([
    { name: 'a', table },
    { name: 'b', columns: [{ type: 'string', header: 'c', values: [] }] },
  ]);
  // @ts-expect-error: a sheet has a table or columns
  exporting.xlsx([{ name: 'a' }]);
  // @ts-expect-error: rows are objects or arrays
  exporting.tableFrom([1, 2]);
  // @ts-expect-error: a typed array is of the kind in which the type lies in memory
  exporting.tableOf([{ name: 'a', type: 'int64', values: Int32Array.of(1) }]);
  // @ts-expect-error: there is no such type
  exporting.tableFrom([], { schema: [{ name: 'a', type: 'float32' }] });
});
