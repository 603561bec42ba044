import { parseArgs } from 'node:util';
import { measureFlood } from './flood.ts';
import { measureFootprint } from './footprint.ts';
import { measureJoin } from './join.ts';
import { measureLatency } from './latency.ts';
import { measureLayers } from './layers.ts';
import { measurePaths } from './paths.ts';
import { measureReload } from './reload.ts';
import { describeMachine, printTable } from './report.ts';
import { Stage } from './stage.ts';

const benches = {
  latency: measureLatency,
  join: measureJoin,
  paths: measurePaths,
  reload: measureReload,
  layers: measureLayers,
  flood: measureFlood,
  footprint: measureFootprint,
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [name = ''] = positionals;
if (!isBench(name) || positionals.length > 1) {
  console.error(
    `Usage: pnpm bench NAME [--json]\nNAME is one of: ${Object.keys(benches).join(', ')}`,
  );
  process.exit(2);
}

const stage = await Stage.set();
try {
  const { samples, metrics } = await benches[name](stage);
  const report = { name, samples, metrics, machine: describeMachine() };
  console.log(values.json ? JSON.stringify(report) : printTable(report));
} finally {
  await stage.strike();
}

function isBench(word: string): word is keyof typeof benches {
  return Object.hasOwn(benches, word);
}
