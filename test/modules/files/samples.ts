import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { inArray } from 'drizzle-orm'
import type { TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { type FilePart, form } from '../../support/multipart.js'

const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))

/** One red pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64'
)
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
export const gif = bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0], ';')
export const mp4 = bytes([0, 0, 0, 24], 'ftypmp42', [0, 0, 0, 0], 'mp42isom', Buffer.alloc(64).toJSON().data)
export const mp3 = bytes('ID3', [4, 0, 0, 0, 0, 0, 0], [0xff, 0xfb, 0x90, 0x64], Buffer.alloc(420).toJSON().data)
export const exe = bytes('MZ', [0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff], Buffer.alloc(200).toJSON().data)
export const elf = bytes([0x7f], 'ELF', [2, 1, 1, 0], Buffer.alloc(100).toJSON().data)
export const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
export const html = '<!DOCTYPE html><html><body><script>alert(1)</script></body></html>'

/** A ZIP with these entries. */
export function zip(entries: Record<string, string>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(entries)) {
    const packed = deflateRawSync(text)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(Buffer.byteLength(text), 8)
    const common = bytes([20, 0, 0, 0, 8, 0, 0, 0, 0, 0], [...sizes], [name.length, 0, 0, 0])
    const local = Buffer.concat([bytes('PK', [3, 4]), common, Buffer.from(name), packed])
    const place = Buffer.alloc(4)
    place.writeUInt32LE(offset)
    directory.push(Buffer.concat([bytes('PK', [1, 2, 20, 0]), common, Buffer.alloc(10), place, Buffer.from(name)]))
    parts.push(local)
    offset += local.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const docx = zip({
  '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="${word}.main+xml"/></Types>`,
  'word/document.xml': '<w:document/>'
})

export function upload(client: Client, file: FilePart, fields: Record<string, string> = {}): Promise<Answer> {
  return client.request('POST', '/api/files', form(file, fields))
}

/** @returns the file, as the API tells of it */
export async function uploaded(client: Client, file: Partial<FilePart> = {}, fields: Record<string, string> = {}) {
  const { status, body, text } = await upload(
    client,
    { name: 'merah.png', type: 'image/png', bytes: png, ...file },
    fields
  )
  assert.equal(status, 201, text)
  return body
}

/** As content does it. */
export async function putIntoLibrary({ database, clock }: TestApp, courseId: string, fileIds: string[]): Promise<void> {
  const { files } = database.tables
  await database.transaction(async (tx) => {
    await tx.update(files).set({ courseId, attachedAt: clock.now() }).where(inArray(files.id, fileIds))
  })
}

/** What lies below the data directory of the app, as paths from its folder of files. */
export async function stored({ config }: TestApp): Promise<string[]> {
  try {
    const names = await readdir(join(config.dataDir, 'files'), { recursive: true, withFileTypes: true })
    return names.filter((name) => name.isFile()).map(({ name }) => name)
  } catch {
    return []
  }
}

export function countRows({ database }: TestApp): Promise<number> {
  return database.read.$count(database.tables.files)
}

/** No row and no bytes: what a failed upload leaves. */
export async function assertNothingLeft(app: TestApp): Promise<void> {
  assert.deepEqual(await stored(app), [])
  assert.equal(await countRows(app), 0)
}
