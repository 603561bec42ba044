export { fragmentTrials, offerTrials, type Trial, trialLimitMs } from './trial.ts';
