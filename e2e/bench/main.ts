import { parseArgs } from 'node:util';
import { packagingSettings } from '../rig/packaging-test.ts';
import { measureChat } from './chat.ts';
import { measureFlood } from './flood.ts';
import { measureFootprint } from './footprint.ts';
import { measureHls } from './hls.ts';
import { measureJoin } from './join.ts';
import { measureLadder } from './ladder.ts';
import { measureLatency } from './latency.ts';
import { measureLayers } from './layers.ts';
import { measureOrigin } from './origin.ts';
import { measurePaths } from './paths.ts';
import { measurePlayer } from './player.ts';
import { measureReload } from './reload.ts';
import { describeMachine, printTable } from './report.ts';
import { Stage } from './stage.ts';

/** Of a whole broadcast, on a stage. */
const staged = {
  latency: measureLatency,
  join: measureJoin,
  paths: measurePaths,
  reload: measureReload,
  layers: measureLayers,
  flood: measureFlood,
  footprint: measureFootprint,
  hls: measureHls,
  player: measurePlayer,
};
/** Of one part of the server. */
const alone = { origin: measureOrigin, ladder: measureLadder, chat: measureChat };

/** What the server of a bench is told. */
const settings: Readonly<Record<string, Record<string, string>>> = {
  // Rungs that must be transcoded are another bench's.
  hls: packagingSettings,
  player: packagingSettings,
};

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    // How long a bench measures that can be asked to measure longer.
    seconds: { type: 'string', default: '60' },
  },
  allowPositionals: true,
});
const [name = ''] = positionals;
if (!(isOf(staged, name) || isOf(alone, name)) || positionals.length > 1) {
  console.error(
    `Usage: pnpm bench NAME [--json] [--seconds N]\nNAME is one of: ${Object.keys({ ...staged, ...alone }).join(', ')}`,
  );
  process.exit(2);
}

const seconds = Number(values.seconds);
const { samples, metrics } = isOf(staged, name) ? await onStage(name) : await alone[name]();
const report = { name, samples, metrics, machine: describeMachine() };
console.log(values.json ? JSON.stringify(report) : printTable(report));

async function onStage(bench: keyof typeof staged) {
  const stage = await Stage.set(settings[bench]);
  try {
    return await staged[bench](stage, { seconds });
  } finally {
    await stage.strike();
  }
}

function isOf<Table extends object>(table: Table, word: PropertyKey): word is keyof Table {
  return Object.hasOwn(table, word);
}
