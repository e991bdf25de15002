import { useState } from 'react';
import { Button } from './Button';

/** Puts a text onto the clipboard, and says whether it is there. */
export function CopyButton({ text }: { text: string }) {
  const [outcome, setOutcome] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('Copied.');
    } catch {
      setOutcome('The browser does not let pages copy: select it.');
    }
  };
  return (
    <>
      <Button type="button" onClick={() => void copy()}>
        Copy
      </Button>
      <span role="status">{outcome}</span>
    </>
  );
}
