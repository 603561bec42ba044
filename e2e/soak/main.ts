/**
 * What shows only in a long time: `broadcast`, its recording and the server's memory; `watch`, the pages of viewers;
 * `chat-kills`, what was said where the server dies.
 */
import { parseArgs } from 'node:util';
import { soakBroadcast } from './broadcast.ts';
import { soakChatKills } from './chat-kills.ts';
import { soakWatch } from './watch.ts';

const soaks = { broadcast: soakBroadcast, watch: soakWatch, 'chat-kills': soakChatKills };

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '10' } },
  allowPositionals: true,
});
const [name = 'broadcast'] = positionals;
const minutes = Number(values.minutes);
if (!(minutes > 0) || !isSoak(name) || positionals.length > 1) {
  console.error(`Usage: npm run soak [-- ${Object.keys(soaks).join('|')} --minutes N]`);
  process.exit(2);
}

const problems = await soaks[name](minutes);
for (const problem of problems) console.error(`FAILED: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function isSoak(word: string): word is keyof typeof soaks {
  return Object.hasOwn(soaks, word);
}
