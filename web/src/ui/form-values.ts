/** What a form holds, as the API takes it: a field that is left empty is absent. */

export function textOf(data: FormData, name: string): string | undefined {
  const text = data.get(name)
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

export function numberOf(data: FormData, name: string): number | undefined {
  const text = textOf(data, name)
  return text === undefined ? undefined : Number(text)
}

/** As it was typed: a password may begin or end with a space. */
export function exactTextOf(data: FormData, name: string): string {
  return String(data.get(name) ?? '')
}
