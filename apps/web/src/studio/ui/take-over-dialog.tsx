import { Radio } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { studioText } from '../../text/studio.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** Asks at once whether to take over from whoever is live, and leaves a button for those who say no first. */
export function TakeOverDialog(props: { readonly takeOver: () => void }): ReactNode {
  const [isOpen, setOpen] = useState(true);
  const { takeOver: text } = studioText;
  return (
    <div className="notice-actions">
      <Button icon={<Radio aria-hidden />} onClick={() => setOpen(true)}>
        {text.open}
      </Button>
      <ConfirmDialog
        open={isOpen}
        title={text.title}
        body={text.body}
        confirm={text.confirm}
        onConfirm={() => {
          setOpen(false);
          props.takeOver();
        }}
        onCancel={() => setOpen(false)}
      />
    </div>
  );
}
