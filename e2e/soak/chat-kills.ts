import { checkKills } from '../chat/kill-check.ts';

/** Kills the server thirty times at 100 messages a second, whatever time that takes. */
export async function soakChatKills(): Promise<string[]> {
  const { acknowledged, problems } = await checkKills({ kills: 30, perSecond: 100 });
  console.log(`30 kills, ${acknowledged} messages acknowledged, ${problems.length} problems`);
  return [...problems];
}
