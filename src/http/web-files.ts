import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { acceptsEncoding } from './encodings.js'

/** The smallest first. */
const encodings = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof encodings)[number]

const suffixes: Record<string, Encoding> = { '.br': 'br', '.gz': 'gzip' }
const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2'
}

export interface WebFile {
  contentType: string
  /** The same file, once for each encoding that it was written in. */
  forms: ReadonlyMap<Encoding, { bytes: Buffer; etag: string }>
}

/** The files of the client by their path, as `assets/main-B3x.js`. */
export type WebFiles = ReadonlyMap<string, WebFile>

/**
 * All of them, in memory: together they are smaller than one upload, no path leads out of them, and a process goes on with
 * those that belong together while the next ones are built.
 * @throws ENOENT where nothing was built
 */
export async function readWebFiles(folder: string): Promise<WebFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.flatMap((entry) => {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
    // What begins with a dot is written for the build and its tests.
    return entry.isFile() && !path.startsWith('.') ? [path] : []
  })
  const read = await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })))
  const files = new Map<string, WebFile & { forms: Map<Encoding, { bytes: Buffer; etag: string }> }>()
  for (const { path, bytes } of read) {
    const encoding = suffixes[extname(path)] ?? 'identity'
    const name = encoding === 'identity' ? path : path.slice(0, -extname(path).length)
    const file = files.get(name) ?? { contentType: contentTypeOf(name), forms: new Map() }
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    file.forms.set(encoding, { bytes, etag })
    files.set(name, file)
  }
  return files
}

/** Whether the address asks for a file, there or not, and not for a page of the client. */
export function isNamedLikeFile(path: string): boolean {
  return path.startsWith('assets/') || path.startsWith('icons/') || extname(path) in contentTypes
}

/** The smallest form of the file that the client takes. */
export function formFor({ forms }: WebFile, accepted: string | undefined) {
  const takes = (encoding: Encoding) => encoding === 'identity' || acceptsEncoding(accepted, encoding)
  const encoding = encodings.find((each) => forms.has(each) && takes(each))
  const form = encoding && forms.get(encoding)
  return form && { ...form, encoding }
}

function contentTypeOf(path: string): string {
  return contentTypes[extname(path)] ?? 'application/octet-stream'
}
