import './studio-page.css';
import type { StudioView } from '@tallylight/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useBlocker } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useApi } from '../../api/api-context.ts';
import { channelQuery } from '../../api/queries.ts';
import { commonText } from '../../text/every-page.ts';
import { studioText } from '../../text/studio.ts';
import { publishProblemText } from '../../text/studio-problems.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type HomeLinkProps, TopBar } from '../../ui/top-bar.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useTabLight } from '../../ui/use-tab-light.ts';
import type { PublisherState } from '../publish/publisher-state.ts';
import { BroadcastSummary } from './broadcast-summary.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { DevicePanel } from './device-panel.tsx';
import { GoLiveDeck } from './go-live-deck.tsx';
import { HealthPanel } from './health-panel.tsx';
import { OnAirStatus } from './on-air-status.tsx';
import { PackagingPanel } from './packaging-panel.tsx';
import { studioPageState } from './page-state.ts';
import { SharePanel } from './share-panel.tsx';
import { Stage } from './stage.tsx';
import type { StudioAccess } from './studio-services.ts';
import { TakeOverDialog } from './take-over-dialog.tsx';
import { useStudio } from './use-studio.ts';
import { ViewerTroublesPanel } from './viewer-troubles-panel.tsx';
import { WarningsPanel } from './warnings-panel.tsx';

type StudioPageProps = {
  readonly access: StudioAccess;
  /** What the server told its owner of the channel. */
  readonly studio: StudioView;
};

/** Where a creator looks at the picture, goes live, and ends. */
export function StudioPage(props: StudioPageProps): ReactNode {
  const { channel } = props.access;
  const { watchPath, graceMs, title, startsAtMs } = props.studio;
  const studio = useStudio(props.access, { graceMs, details: { title, startsAtMs } });
  const { engines, capture, publisher } = studio;
  const state = studioPageState(capture, publisher);
  const isRunning = state === 'starting' || state === 'on-air' || state === 'reconnecting';
  const hasAired = state === 'on-air' || state === 'reconnecting';
  // The publisher reads the channel while on air; this only looks at what it learnt.
  const { data: view } = useQuery(channelQuery(useApi(), channel));
  const [isEnding, setEnding] = useState(false);
  const leaving = useBlocker({
    shouldBlockFn: () => isRunning,
    enableBeforeUnload: () => isRunning,
    withResolver: true,
  });
  usePageTitle(pageTitle(channel, publisher));
  useTabLight(state === 'on-air');

  const viewers = view?.broadcast?.viewers ?? null;
  const isAsked = isEnding || leaving.status === 'blocked';
  const end = async (): Promise<void> => {
    setEnding(false);
    await engines.publisher.end();
    leaving.proceed?.();
  };
  const stay = (): void => {
    setEnding(false);
    leaving.reset?.();
  };
  const startError = publisher.name === 'idle' ? publisher.error : null;

  return (
    <>
      <TopBar place={channel} lit={state === 'on-air'} home={RoutedHomeLink}>
        <OnAirStatus publisher={publisher} viewers={viewers} />
      </TopBar>
      <main className="studio" data-state={state}>
        {capture.name === 'open' && (
          <h1 className="visually-hidden">{studioText.heading(channel)}</h1>
        )}
        <div className="studio-stage">
          <Stage
            state={state}
            capture={capture}
            openDevices={studio.openDevices}
            summary={
              publisher.name === 'ended' ? (
                <BroadcastSummary
                  ended={publisher}
                  onAgain={() => void studio.goLiveAgain()}
                  onPreview={() => void studio.backToPreview()}
                />
              ) : null
            }
          />
          {publisher.name !== 'ended' && (
            <GoLiveDeck studio={studio} onEnd={() => setEnding(true)} />
          )}
        </div>
        <div className="studio-side">
          {startError && (
            <div className="panel studio-problem" role="alert">
              <Notice {...publishProblemText[startError.reason]}>
                {startError.reason === 'busy' && (
                  <TakeOverDialog takeOver={() => void studio.takeOver()} />
                )}
              </Notice>
            </div>
          )}
          {studio.resume !== null && (
            <div className="panel" role="status">
              <Notice title={studioText.resume.title} body={studioText.resume.body}>
                <div className="notice-actions">
                  <Button look="primary" icon={<Radio aria-hidden />} onClick={studio.resume}>
                    {studioText.resume.action}
                  </Button>
                </div>
              </Notice>
            </div>
          )}
          <WarningsPanel feed={engines.feed} />
          {hasAired && <PackagingPanel packaging={view?.broadcast?.packaging ?? null} />}
          {hasAired && (
            <HealthPanel publisher={engines.publisher} stale={state === 'reconnecting'} />
          )}
          <ViewerTroublesPanel feed={engines.feed} />
          <DetailsPanel editor={engines.details} hasStart={!isRunning} />
          <DevicePanel engines={engines} capture={capture} publishing={isRunning} />
          <SharePanel watchPath={watchPath} />
        </div>
        <LiveRegion text={announcement(publisher)} />
      </main>
      <ConfirmDialog
        open={isAsked && isRunning}
        title={studioText.end.title}
        body={studioText.end.body(viewers ?? 0)}
        confirm={studioText.end.confirm}
        onConfirm={() => void end()}
        onCancel={stay}
      />
    </>
  );
}

function pageTitle(channel: string, publisher: PublisherState): string {
  const title = commonText.pageTitle(studioText.title(channel));
  switch (publisher.name) {
    case 'on-air':
      return `● ${studioText.state.onAir} – ${title}`;
    case 'reconnecting':
      return `${studioText.state.reconnecting(publisher.attempt)} – ${title}`;
    default:
      return title;
  }
}

function announcement(publisher: PublisherState): string {
  const { announce } = studioText;
  switch (publisher.name) {
    case 'idle':
      return publisher.error
        ? announce.failed(publishProblemText[publisher.error.reason].title)
        : '';
    case 'starting':
      return announce.starting;
    case 'on-air':
      return announce.onAir;
    case 'reconnecting':
      return announce.reconnecting;
    case 'ended':
      return announce.ended;
  }
}

function RoutedHomeLink(props: HomeLinkProps): ReactNode {
  return <Link to="/" {...props} />;
}
