import { type ReactNode, useState } from 'react';
import { download } from '../api/download';
import type { Told } from '../api/progress';
import type { RequestOptions } from '../api/request';
import { Form } from '../ui/Form';
import { ProgressBar } from '../ui/ProgressBar';

type Fields = Record<string, string>;

interface Props {
  pathOf: (fields: Fields) => string;
  optionsOf?: (fields: Fields) => RequestOptions;
  children: ReactNode;
}

/** A form that downloads a file: with a bar, words on how it goes, and a button to stop it. */
export function DownloadForm({ pathOf, optionsOf = () => ({}), children }: Props) {
  const [told, setTold] = useState<Told>();
  return (
    <Form
      submit="Download"
      isLong
      progress={<Made told={told} />}
      work={(fields, signal) => {
        setTold(undefined);
        return download(pathOf(fields), { ...optionsOf(fields), signal, onProgress: setTold });
      }}
    >
      {children}
    </Form>
  );
}

function Made({ told }: { told: Told | undefined }) {
  if (!told) return <ProgressBar label="Download" says="Begun …" />;
  const { done, total } = told;
  // All rows are read before the first is written: nobody knows how many will come.
  if (total === null) return <ProgressBar label="Download" says={`${done.toLocaleString('en-GB')} rows read`} />;
  // An archive has each row once for each format, so that their number says little.
  return <ProgressBar label="Download" share={total === 0 ? 1 : done / total} />;
}
