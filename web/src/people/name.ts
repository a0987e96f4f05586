/** What to call somebody. */
export function nameOf({ fullName, username }: { fullName: string | null; username: string }): string {
  return fullName ?? username
}
