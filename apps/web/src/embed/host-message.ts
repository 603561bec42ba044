import {
  type EmbedCommand,
  type EmbedErrorCode,
  type EmbedMessageId,
  embedCommandSchema,
  embedCommands,
  embedHostSource,
  embedMessageIdSchema,
  embedVersion,
} from '@tallylight/contract';

/** Why a command is not done. */
export type CommandFault = { readonly code: EmbedErrorCode; readonly detail: string };

/** What the page around the player said. */
export type HostRequest =
  | { readonly id: EmbedMessageId | null; readonly command: EmbedCommand }
  | { readonly id: EmbedMessageId | null; readonly fault: CommandFault };

/** Reads a message; null where it is not for us. Whatever it is, nothing is thrown. */
export function readHostMessage(data: unknown): HostRequest | null {
  if (typeof data !== 'object' || data === null) return null;
  const message = data as Readonly<Record<string, unknown>>;
  if (message['source'] !== embedHostSource) return null;
  const givenId = message['id'];
  const id = embedMessageIdSchema.safeParse(givenId).data ?? null;
  if (givenId !== undefined && id === null) {
    return refused(
      id,
      'malformed',
      'The id must be a string of at most 128 characters, or a number.',
    );
  }
  const { version, command: name, value } = message;
  if (version !== embedVersion) {
    const detail = `The version is ${shown(version)}; this player knows ${embedVersion}.`;
    return refused(id, 'version_unknown', detail);
  }
  if (!embedCommands.some((known) => known === name)) {
    const detail = `The command is ${shown(name)}; this player knows ${embedCommands.join(', ')}.`;
    return refused(id, 'command_unknown', detail);
  }
  const command = embedCommandSchema.safeParse(message);
  if (command.success) return { id, command: command.data };
  const detail = `The value of ${shown(name)} is ${shown(value)}; it must be a number from 0 to 1.`;
  return refused(id, 'value_invalid', detail);
}

function refused(id: EmbedMessageId | null, code: EmbedErrorCode, detail: string): HostRequest {
  return { id, fault: { code, detail } };
}

/** A value as a person may be told of it: not more of it than is needed. */
function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.slice(0, 40));
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    default:
      return value === null ? 'null' : `of type ${typeof value}`;
  }
}
