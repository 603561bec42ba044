/** Writes a command so that it can be pasted into a POSIX shell. */
export function shellCommand(words: readonly string[], folder?: string): string {
  const command = words.map(shellWord).join(' ');
  return folder === undefined ? command : `cd ${shellWord(folder)} && ${command}`;
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
