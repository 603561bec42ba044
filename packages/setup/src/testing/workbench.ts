import type { Host } from '../host.js';
import type { Workbench } from '../launch.js';
import { Screen } from '../screen.js';
import { Shell } from '../shell.js';

/** A Debian machine on which this very Node is the pinned one, with nothing on its PATH. */
export function debianHost(root: string, changes: Partial<Host> = {}): Host {
  return {
    root,
    env: { PATH: '' },
    platform: 'linux',
    arch: 'x64',
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
    isRoot: false,
    distribution: 'debian',
    osRelease: 'ID=debian\n',
    ...changes,
  };
}

/** A workbench whose screen is a log. */
export function workbenchOn(host: Host): Workbench & { printed: () => string } {
  let text = '';
  const screen = new Screen({
    write: (more) => {
      text += more;
    },
    live: false,
    coloured: false,
    columns: () => 80,
  });
  return { host, screen, shell: new Shell(host), printed: () => text };
}
