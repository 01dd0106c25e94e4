/** Whether an ASCII digit stands at the place. */
export function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

export function digitsEnd(text: string, at: number): number {
  let end = at;
  while (isDigit(text, end)) end++;
  return end;
}

/** At most two blanks, as some editors put between Han characters and digits. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < at + 2 && text[end] === ' ') end++;
  return end;
}
