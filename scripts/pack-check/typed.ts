// Types as a user's compiler reads them, from the package and from each of its modules.
import clinicore, {
  backend,
  ClinicoreError,
  configure,
  crypto,
  dicom,
  export as exporting,
  pdf,
  stats,
} from 'clinicore';
import { type HashPasswordOptions, verifyLogin } from 'clinicore/crypto';
import { parse } from 'clinicore/dicom';
import { readCsv, type Table } from 'clinicore/export';
import { render } from 'clinicore/pdf';
import { mean } from 'clinicore/stats';

export async function used(): Promise<'native' | 'js'> {
  const average: number = mean([1, 2, 3]) + stats.mean(Float64Array.of(1));
  const file: Buffer = await render({ title: 'Test', content: ['text'] });
  const table: Table = await readCsv(file).toTable();
  const options: HashPasswordOptions = { cost: 10 };
  const { ok }: { ok: boolean } = await verifyLogin('secret', await crypto.hashPassword('secret', options));
  const json = await parse(file);
  configure({ threads: 2 });
  void [average, table, ok, json, dicom.open, exporting.xlsx, pdf.invoice, clinicore.version];
  // @ts-expect-error: an option that is not there
  await crypto.hashPassword('secret', { rounds: 10 });
  if (new Error() instanceof ClinicoreError) throw new Error();
  return backend;
}
