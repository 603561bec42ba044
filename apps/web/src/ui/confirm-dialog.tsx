import './dialog.css';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { commonText } from '../text/every-page.ts';
import { Button } from './button.tsx';

type ConfirmDialogProps = {
  readonly open: boolean;
  readonly title: string;
  readonly body: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

/** Asks before something that can't be taken back; the safe answer has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { open } = props;

  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open === open) return;
    if (open) {
      // The browser holds the focus inside, and gives it back on closing.
      element.showModal();
      cancel.current?.focus();
    } else {
      element.close();
    }
  }, [open]);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      onCancel={(event) => {
        event.preventDefault();
        props.onCancel();
      }}
    >
      <h2 className="notice-title" id={`${id}-title`}>
        {props.title}
      </h2>
      <p id={`${id}-body`}>{props.body}</p>
      <div className="dialog-actions">
        <Button ref={cancel} onClick={props.onCancel}>
          {commonText.cancel}
        </Button>
        <Button look="primary" onClick={props.onConfirm}>
          {props.confirm}
        </Button>
      </div>
    </dialog>
  );
}
