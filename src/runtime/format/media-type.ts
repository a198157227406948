/** Whether a media type holds JSON: its values are kept as they are, while other types hold text. */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));
}
