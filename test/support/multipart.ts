import type { InjectOptions } from 'fastify'

export interface FilePart {
  name?: string
  type?: string
  bytes: Uint8Array | string
  field?: string
}

const boundary = 'batas-antara-dua-bagian'

/** A form as browsers send it: fields, then a file. */
export function form(
  file: FilePart,
  fields: Record<string, string> = {}
): Required<Pick<InjectOptions, 'payload' | 'headers'>> {
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, '', value))
  return multipart([...parts, filePart(file)])
}

export function filePart({ name, type = '', bytes, field = 'file' }: FilePart): Buffer {
  return part(`name="${field}"${name === undefined ? '' : `; filename="${name.replaceAll('"', '\\"')}"`}`, type, bytes)
}

/** The parts, and the end. */
export function multipart(parts: readonly Buffer[]): Required<Pick<InjectOptions, 'payload' | 'headers'>> {
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }
  }
}

function part(disposition: string, type: string, bytes: Uint8Array | string): Buffer {
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; ${disposition}`,
    ...(type ? [`Content-Type: ${type}`] : []),
    '\r\n'
  ]
  return Buffer.concat([Buffer.from(head.join('\r\n')), Buffer.from(bytes), Buffer.from('\r\n')])
}
