import '../ui/dialog.css';
import './key-dialog.css';
import { Fragment, type ReactNode, useEffect, useId, useRef } from 'react';
import { keysText } from '../text/watch-keys.ts';
import { Button } from '../ui/button.tsx';

/** Lists the keys. */
export function KeyDialog(props: { readonly onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const element = dialog.current;
    // The browser holds the focus inside, and gives it back on closing.
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog ref={dialog} className="dialog key-dialog" aria-labelledby={id} onClose={props.onClose}>
      <h2 className="notice-title" id={id}>
        {keysText.title}
      </h2>
      <dl className="key-list">
        {keysText.rows.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && <span className="key-or">{keysText.or}</span>}
                  <kbd>{key}</kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog-actions">
        <Button look="primary" onClick={() => dialog.current?.close()}>
          {keysText.close}
        </Button>
      </div>
    </dialog>
  );
}
