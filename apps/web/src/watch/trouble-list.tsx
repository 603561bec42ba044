import type { Trouble } from '@tallylight/player';
import { type ReactNode, useId } from 'react';
import { watchTroubleText } from '../text/watch-troubles.ts';
import { clockText } from './moment-words.ts';

/** What kept the viewer from the picture, each by its stage, with what can be done. */
export function TroubleList(props: { readonly troubles: readonly Trouble[] }): ReactNode {
  const { troubles } = props;
  const id = useId();
  return (
    <section className="doctor" aria-labelledby={id}>
      <h3 id={id}>{watchTroubleText.title}</h3>
      {troubles.length === 0 && <p className="statistics-aside">{watchTroubleText.none}</p>}
      <ul>
        {troubles.map(({ stage, count, atMs, detail }) => (
          <li key={stage} data-stage={stage}>
            <p className="doctor-what">{watchTroubleText.stages[stage].what}</p>
            <p>{watchTroubleText.stages[stage].advice}</p>
            <p className="statistics-aside numbers">
              {watchTroubleText.seen(count, clockText(atMs))}{' '}
              <code>
                {stage}: {detail}
              </code>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
