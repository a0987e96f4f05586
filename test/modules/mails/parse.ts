/** Reads a mail as a mail program does: headers unfolded and decoded, parts decoded. Written for mails of two parts of text. */
export function parseMail(source: string): { headers: Map<string, string>; parts: string[] } {
  const { headers, body } = split(source)
  const boundary = headers.get('content-type')?.match(/boundary="?([^";]+)/)?.[1]
  if (!boundary) return { headers, parts: [decodeBody(headers, body)] }
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const { headers, body } = split(part.replace(/^\r\n/, ''))
      return decodeBody(headers, body)
    })
  return { headers, parts }
}

function split(source: string): { headers: Map<string, string>; body: string } {
  const [head = '', ...rest] = source.split('\r\n\r\n')
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [name = '', ...value] = line.split(':')
    if (headers.has(name.toLowerCase())) throw new Error(`${name} stands twice`)
    headers.set(name.toLowerCase(), decodeWords(value.join(':').trim()))
  }
  return { headers, body: rest.join('\r\n\r\n') }
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_all, kind: string, data: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(data, 'base64').toString('latin1')
        : fromQuotedPrintable(data.replaceAll('_', ' '))
    )
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString())
}

function decodeBody(headers: Map<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding')
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body, 'latin1')
  return bytes.toString().replaceAll('\r\n', '\n')
}

function fromQuotedPrintable(text: string): string {
  return text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
