import './home-page.css';
import { pages } from '@tallylight/contract';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApi } from '../api/api-context.ts';
import { channelQuery } from '../api/queries.ts';
import { commonText, homeText } from '../text/every-page.ts';
import { Badge } from '../ui/badge.tsx';
import '../ui/button.css';
import { Command } from '../ui/command.tsx';
import { TallyMark } from '../ui/tally-mark.tsx';
import { usePageTitle } from '../ui/use-page-title.ts';

/** The channel that every server has from its first start. */
const firstChannel = 'live';
const channelEveryMs = 5_000;

/** What there is to do here: watch, or broadcast. */
export function HomePage(): ReactNode {
  const { data } = useQuery({
    ...channelQuery(useApi(), firstChannel),
    refetchInterval: channelEveryMs,
  });
  const isOnAir = data?.broadcast?.state === 'live';
  usePageTitle(commonText.product);

  return (
    <main className="home">
      <div className="home-head">
        <TallyMark lit={isOnAir} />
        <h1>{commonText.product}</h1>
        <p>{homeText.lead}</p>
      </div>
      <section className="home-way">
        <div className="home-way-head">
          <h2>{homeText.watch.title}</h2>
          {data && (
            <Badge look={isOnAir ? 'lit' : 'plain'}>
              {isOnAir ? commonText.onAir : commonText.offAir}
            </Badge>
          )}
        </div>
        <p>
          {data
            ? isOnAir
              ? homeText.watch.onAir(firstChannel)
              : homeText.watch.offAir(firstChannel)
            : homeText.watch.unknown(firstChannel)}
        </p>
        <a className="button button-primary" href={pages.watch(firstChannel)}>
          <Play aria-hidden />
          {homeText.watch.action(firstChannel)}
        </a>
      </section>
      <section className="home-way">
        <h2>{homeText.broadcast.title}</h2>
        <p>{homeText.broadcast.body}</p>
        <p>{homeText.broadcast.lost}</p>
        <Command>{homeText.broadcast.command}</Command>
      </section>
    </main>
  );
}
