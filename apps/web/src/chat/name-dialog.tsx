import '../ui/dialog.css';
import '../ui/field.css';
import { type ChatPerson, type ChatRename, limits, type Refusal } from '@tallylight/contract';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { chatText } from '../text/chat.ts';
import { Button } from '../ui/button.tsx';
import { nameColourValues } from './name-colours.ts';

type NameDialogProps = {
  readonly me: ChatPerson;
  /** Resolves to why not; null when it is done. */
  readonly onSave: (wish: ChatRename) => Promise<Refusal | null>;
  readonly onClose: () => void;
};

/** How one appears: name and colour. */
export function NameDialog({ me, onSave, onClose }: NameDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [name, setName] = useState(me.name);
  const [colour, setColour] = useState(me.colour);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const refused = await onSave({ name: name.trim(), colour });
    setRefusal(refused);
    if (refused === null) dialog.current?.close();
  };

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <h2 className="notice-title" id={id}>
          {chatText.name.title}
        </h2>
        <div className="field name-field">
          <label className="field-label" htmlFor={`${id}-name`}>
            {chatText.name.name}
          </label>
          <input
            id={`${id}-name`}
            className="text-input"
            value={name}
            maxLength={limits.chatNameCharacters}
            required
            autoComplete="nickname"
            aria-invalid={refusal !== null}
            aria-describedby={`${id}-why`}
            onChange={(event) => setName(event.target.value)}
          />
          <p id={`${id}-why`} className="name-why" role="alert">
            {refusal?.detail}
          </p>
        </div>
        <fieldset className="name-colours">
          <legend className="field-label">{chatText.name.colour}</legend>
          {nameColourValues.map((value, number) => (
            <input
              key={value}
              type="radio"
              name={`${id}-colour`}
              aria-label={chatText.name.colourNumber(number + 1)}
              checked={number === colour}
              style={{ color: value }}
              onChange={() => setColour(number)}
            />
          ))}
        </fieldset>
        <div className="dialog-actions">
          <Button onClick={() => dialog.current?.close()}>{chatText.name.cancel}</Button>
          <Button look="primary" type="submit">
            {chatText.name.save}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
