import { parseArgs } from 'node:util';
import { measureFlood } from './flood.ts';
import { measureFootprint } from './footprint.ts';
import { measureJoin } from './join.ts';
import { measureLatency } from './latency.ts';
import { measureLayers } from './layers.ts';
import { measureOrigin } from './origin.ts';
import { measurePaths } from './paths.ts';
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
};
/** Of one part of the server. */
const alone = { origin: measureOrigin };

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [name = ''] = positionals;
if (!(isOf(staged, name) || isOf(alone, name)) || positionals.length > 1) {
  console.error(
    `Usage: pnpm bench NAME [--json]\nNAME is one of: ${Object.keys({ ...staged, ...alone }).join(', ')}`,
  );
  process.exit(2);
}

const { samples, metrics } = isOf(staged, name) ? await onStage(staged[name]) : await alone[name]();
const report = { name, samples, metrics, machine: describeMachine() };
console.log(values.json ? JSON.stringify(report) : printTable(report));

async function onStage<Found>(measure: (stage: Stage) => Promise<Found>): Promise<Found> {
  const stage = await Stage.set();
  try {
    return await measure(stage);
  } finally {
    await stage.strike();
  }
}

function isOf<Table extends object>(table: Table, word: PropertyKey): word is keyof Table {
  return Object.hasOwn(table, word);
}
