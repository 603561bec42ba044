export { type Problem, problemContentType, readProblem } from './problem.ts';
