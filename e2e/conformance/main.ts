import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ServerUnderTest } from '../rig/server-under-test.ts';
import type { MediaTargetOptions } from './media/media-target.ts';
import { OurBroadcasts } from './media/our-broadcasts.ts';
import { mediaRules } from './media/rules/index.ts';
import { type MediaResult, runMediaRules } from './media/run.ts';
import { ourServer, targetOf } from './our-server.ts';
import { printResults, writePage } from './report.ts';
import { rules } from './rules/index.ts';
import { runRules } from './run.ts';
import type { TargetOptions } from './target.ts';

const usage = `Usage: npm run conformance -- [--url http://HOST:PORT --channel NAME | --whip URL --whep URL] [--token TOKEN]
                             [--json] [--markdown FILE]
       npm run conformance -- --hls URL [--dash URL] [--ended URL] [--ended-dash URL] [--stalled URL] [--json]
Without any of them a server of this project is started and all of it is checked. On the server under test nobody may be on air.
With --hls, the multivariant playlist of a stream that is live, it is the delivery of media that is checked.`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    channel: { type: 'string', default: 'live' },
    whip: { type: 'string' },
    whep: { type: 'string' },
    token: { type: 'string', default: '' },
    hls: { type: 'string' },
    dash: { type: 'string' },
    ended: { type: 'string' },
    'ended-dash': { type: 'string' },
    stalled: { type: 'string' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const isMedia = values.hls !== undefined;
  const own = !isMedia && values.url === undefined && values.whip === undefined;
  const server = own ? await ServerUnderTest.start(ourServer) : null;
  try {
    const results = isMedia
      ? await runMediaRules(givenMedia(values.hls), mediaRules)
      : [
          ...(await runRules(server === null ? given() : targetOf(server), rules)),
          ...(own ? await runOurMedia() : []),
        ];
    const rows = results.map(({ rule: { number, text }, passed, note }) => ({
      number,
      text,
      result: passed ? 'pass' : 'fail',
      note,
    }));
    console.log(values.json ? JSON.stringify(rows) : printResults(results));
    if (values.markdown !== undefined) await writeFile(values.markdown, writePage(results));
    process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
  } catch (error) {
    console.error(`The suite could not run: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  } finally {
    await server?.stop();
  }
}

async function runOurMedia(): Promise<readonly MediaResult[]> {
  await using broadcasts = await OurBroadcasts.start();
  return await runMediaRules(broadcasts.target, mediaRules);
}

function givenMedia(hls = ''): MediaTargetOptions {
  return {
    hls,
    dash: values.dash ?? null,
    ended: values.ended ?? null,
    endedDash: values['ended-dash'] ?? null,
    stalled: values.stalled ?? null,
  };
}

function given(): TargetOptions {
  const base = values.url?.replace(/\/$/, '');
  const whip = values.whip ?? `${base}/whip/${values.channel}`;
  const whep = values.whep ?? (base === undefined ? whip : `${base}/whep/${values.channel}`);
  return { whip, whep, token: values.token };
}
