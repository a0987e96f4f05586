/** JSON-LD of the Data Model for Verifiable Credentials; the newer name of the same is `application/vc`. */
export const credentialType = 'application/vc+ld+json'
const credentialNames = [credentialType, 'application/vc']

interface Preference {
  type: string
  quality: number
}

/** Whether the client wants the credential rather than our own JSON, which is what who says nothing gets. */
export function asksForCredential(accept: string | undefined): boolean {
  const preferences = parse(accept ?? '')
  const best = (names: readonly string[]) =>
    Math.max(0, ...preferences.filter(({ type }) => names.includes(type)).map(({ quality }) => quality))
  return best(credentialNames) > best(['application/json'])
}

/** Whether Indonesian, the language of the place, or English is what the reader would rather read. */
export function languageOf(acceptLanguage: string | undefined): 'id' | 'en' {
  const best = { id: 0, en: 0 }
  for (const { type, quality } of parse(acceptLanguage ?? '')) {
    const [language] = type.split('-')
    // `in` is what the code was before 1989; some devices still say so.
    if (language === 'en') best.en = Math.max(best.en, quality)
    if (language === 'id' || language === 'in' || language === 'ms') best.id = Math.max(best.id, quality)
  }
  return best.en > best.id ? 'en' : 'id'
}

/** The items of a header such as `a;q=0.5, b` (RFC 9110, 12.4.2). */
function parse(header: string): Preference[] {
  return header.split(',', 50).map((item) => {
    const [type = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
  })
}
