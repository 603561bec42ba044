import { launch } from './launch.js';
import { prepare } from './prepare.js';
import { runTests } from './test-run.js';
import { testRunners } from './test-runners.js';

// npm test: everything the tests need, then every runner, then the sum of what they counted.
await launch(async (workbench) => {
  const prepared = () => prepare(workbench, { bundle: true, browser: true, clip: true });
  return runTests(workbench, prepared, testRunners);
});
