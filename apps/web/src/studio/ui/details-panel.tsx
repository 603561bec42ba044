import './details-panel.css';
import '../../ui/field.css';
import { limits } from '@tallylight/contract';
import { type ComponentProps, type ReactNode, useId, useSyncExternalStore } from 'react';
import { commonText } from '../../text/every-page.ts';
import { studioText } from '../../text/studio.ts';
import { Button } from '../../ui/button.tsx';
import type { DetailsEditor, DetailsState } from '../details/details-editor.ts';

type DetailsPanelProps = {
  readonly editor: DetailsEditor;
  /** False while it is on air: then it has begun. */
  readonly hasStart: boolean;
};

/** What viewers read of the broadcast, before it and while it is on. */
export function DetailsPanel({ editor, hasStart }: DetailsPanelProps): ReactNode {
  const state = useSyncExternalStore(editor.subscribe, editor.getState);
  const { details: text } = studioText;
  const settle = (): void => void editor.settle();
  const typeStart = ({ value, validity }: HTMLInputElement): void =>
    editor.typeStart(value, !validity.badInput);
  return (
    <section className="panel" aria-label={text.panel}>
      <DetailsField
        label={text.title}
        problem={state.titleProblem && text.problems[state.titleProblem]}
        type="text"
        autoComplete="off"
        maxLength={limits.titleCharacters}
        value={state.title}
        onChange={({ target }) => editor.typeTitle(target.value)}
        onBlur={settle}
      />
      {hasStart && (
        <DetailsField
          label={text.start}
          hint={text.startHint(Intl.DateTimeFormat().resolvedOptions().timeZone)}
          problem={state.startProblem && text.problems[state.startProblem]}
          type="datetime-local"
          value={state.start}
          onChange={({ target }) => typeStart(target)}
          onBlur={({ target }) => {
            // Half a date in an empty field is no change of its value.
            typeStart(target);
            settle();
          }}
        />
      )}
      <SavingLine saving={savingOf(state)} onRetry={settle} />
    </section>
  );
}

/** A field that says why it is not saved speaks for itself. */
function savingOf({ saving, titleProblem, startProblem }: DetailsState): DetailsState['saving'] {
  const isWrong = titleProblem !== null || startProblem !== null;
  return isWrong && saving === 'saved' ? 'untouched' : saving;
}

type DetailsFieldProps = ComponentProps<'input'> & {
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | null;
};

function DetailsField(props: DetailsFieldProps): ReactNode {
  const { label, hint, problem, ...input } = props;
  const id = useId();
  const says = problem ?? hint;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="text-input"
        aria-invalid={problem !== null}
        {...(says !== undefined && { 'aria-describedby': `${id}-says` })}
        {...input}
      />
      {says !== undefined && (
        <p
          // A new one where what it says is new: that is read out.
          key={says}
          className="panel-note"
          id={`${id}-says`}
          {...(problem === null ? { 'data-calm': true } : { role: 'alert' })}
        >
          {says}
        </p>
      )}
    </div>
  );
}

function SavingLine(props: {
  readonly saving: DetailsState['saving'];
  readonly onRetry: () => void;
}): ReactNode {
  const { saving, onRetry } = props;
  const { saving: text } = studioText.details;
  return (
    <>
      {/* Always there, so that what comes into it is heard. */}
      <p className="details-saving" role="status">
        {saving === 'untouched' ? '' : text[saving]}
      </p>
      {saving === 'failed' && <Button onClick={onRetry}>{commonText.tryAgain}</Button>}
    </>
  );
}
