import './lone.css';
import type { ReactNode } from 'react';
import { commonText } from '../text/every-page.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** For a page whose own code failed: a fault of ours, said as one. */
export function BrokenPage(): ReactNode {
  const { broken } = commonText;
  return (
    <main className="lone" data-state="broken">
      <Notice level={1} title={broken.title} body={broken.body}>
        <div className="notice-actions">
          <Button look="primary" onClick={() => window.location.reload()}>
            {broken.reload}
          </Button>
        </div>
      </Notice>
    </main>
  );
}
