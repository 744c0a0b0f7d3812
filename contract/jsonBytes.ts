/** Length of a text in UTF-8, in bytes. Counted by hand: workflow code has no encoder on every SDK. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Half of a surrogate pair counts 2 of the pair's 4 bytes; anything else beyond 0x7ff takes 3.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}

/** Length of a value as JSON in UTF-8, in bytes; 0 for what JSON has no text for. */
export function jsonBytes(value: unknown): number {
  const json = JSON.stringify(value) as string | undefined;
  return json === undefined ? 0 : utf8Bytes(json);
}
