import { FakeSfu } from './fake-sfu.ts';
import { sfuContract } from './sfu-contract.ts';

sfuContract('the fake', async () => new FakeSfu());
