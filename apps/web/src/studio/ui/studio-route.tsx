import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { StudioDoor } from './studio-door.tsx';

/** The studio of the channel in the address; another channel is another visit. */
export function StudioRoute(): ReactNode {
  const { channel } = useParams({ from: '/studio/$channel' });
  return <StudioDoor key={channel} channel={channel} />;
}
