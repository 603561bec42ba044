import '../../ui/button.css';
import '../../ui/field.css';
import { Copy, ExternalLink } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { studioText } from '../../text/studio.ts';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toaster.tsx';

/** The link for viewers. */
export function SharePanel(props: { readonly watchPath: string }): ReactNode {
  const url = new URL(props.watchPath, window.location.origin).href;
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const toast = useToast();
  const { share } = studioText;

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url);
      toast(share.copied);
    } catch {
      // No permission, or no secure page: the hand of the person needs none.
      field.current?.select();
      toast(share.copyFailed);
    }
  };

  return (
    <section className="panel" aria-label={share.title}>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {share.label}
        </label>
        <input
          ref={field}
          id={id}
          className="text-input"
          readOnly
          value={url}
          onFocus={(event) => event.target.select()}
        />
      </div>
      <div className="share-row">
        <Button icon={<Copy aria-hidden />} onClick={() => void copy()}>
          {share.copy}
        </Button>
        <a
          className="icon-button"
          href={url}
          target="_blank"
          rel="noopener"
          title={share.open}
          aria-label={share.open}
        >
          <ExternalLink aria-hidden />
        </a>
      </div>
    </section>
  );
}
