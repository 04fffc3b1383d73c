/** A start that cannot work; the message is for the person who typed the command, without a stack trace. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
