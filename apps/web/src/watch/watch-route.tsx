import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { WatchPage } from './watch-page.tsx';

/** The watch page of the channel in the address; another channel is another player. */
export function WatchRoute(): ReactNode {
  const { channel } = useParams({ from: '/watch/$channel' });
  const { via = 'webrtc' } = useSearch({ from: '/watch/$channel' });
  const navigate = useNavigate({ from: '/watch/$channel' });
  return (
    <WatchPage
      key={channel}
      channel={channel}
      via={via}
      onVia={(chosen) =>
        void navigate({ search: chosen === 'hls' ? { via: 'hls' } : {}, replace: true })
      }
    />
  );
}
