import { FileTypeParser } from 'file-type'
import { AppError } from '../../lib/errors.js'
import type { ByteStore } from './byte-store.js'
import { extensionOf } from './file-name.js'
import {
  allowedInWords,
  deniesDeclared,
  deniesExtension,
  type FileKind,
  isCertain,
  isRefusedExtension,
  kindOf,
  textKindOf
} from './file-types.js'

/** A file of a few bytes can make a reader of formats work for long. */
const sniffTimeoutMs = 5_000
/** What is all text, and yet a program or a page to those who open it. */
const refusedTexts = /^application\/(xml|rtf|postscript|eps)$|reg$/
/** How source files begin that hold markup by their nature. */
const withMarkup = new Set(['md', 'markdown', 'mdx', 'vue', 'svelte', 'astro'])
const control = /(?![\t\n\f\r\u0080-\u009f])\p{Cc}/u

interface Received {
  id: string
  name: string
  /** What the client says that it is; in lower case, without parameters. */
  declaredType: string
}

/**
 * What received bytes are, by themselves: what the name and the client say must only not contradict them.
 * @throws 415 FILE_TYPE_MISMATCH, FILE_TYPE_NOT_ALLOWED
 */
export async function contentTypeOf(
  store: Pick<ByteStore, 'partOf' | 'readPart'>,
  { id, name, declaredType }: Received
): Promise<string> {
  const extension = extensionOf(name)
  const found = await look(store, id, extension)
  const kind = typeof found === 'object' && isCertain(found, extension, declaredType) ? found : undefined
  if (deniesExtension(kind, extension)) throw refused('FILE_TYPE_MISMATCH', `is not what its name says (.${extension})`)
  if (deniesDeclared(kind, declaredType)) throw refused('FILE_TYPE_MISMATCH', 'is not of the type that was declared')
  if (found === 'svg' || /^svgz?$/.test(extension)) {
    throw refused('FILE_TYPE_NOT_ALLOWED', 'must not be an SVG, which can carry scripts: export it as a PNG')
  }
  if (!kind || isRefusedExtension(extension)) throw refused('FILE_TYPE_NOT_ALLOWED', `must be ${allowedInWords}`)
  return kind.contentType
}

async function look(
  store: Pick<ByteStore, 'partOf' | 'readPart'>,
  id: string,
  extension: string
): Promise<FileKind | 'svg' | undefined> {
  const magic = await sniff(store.partOf(id))
  const kind = magic === undefined ? undefined : kindOf(magic)
  if (kind && !kind.isText) return kind
  // Text may begin with two letters that are the magic of something (`BM`, `MZ`): real ones are not all text.
  const beginning = await beginningOfText(store.readPart(id))
  if (beginning === undefined) return undefined
  const page = pageIn(beginning, withMarkup.has(extension))
  if (page) return page === 'svg' ? 'svg' : undefined
  return magic !== undefined && refusedTexts.test(magic) ? undefined : textKindOf(extension)
}

async function sniff(path: string): Promise<string | undefined> {
  try {
    const parser = new FileTypeParser({ signal: AbortSignal.timeout(sniffTimeoutMs) })
    return (await parser.fromFile(path))?.mime
  } catch {
    return undefined // it looks like something, and is broken: nothing that we know
  }
}

/** Some of a file that is text from its beginning to its end: UTF-8 without control characters. */
async function beginningOfText(bytes: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let beginning: string | undefined
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true })
      if (control.test(text)) return undefined
      beginning ??= text
    }
    decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
  return beginning
}

/** Whether the text is a page, which browsers would take for one wherever it came from. */
function pageIn(text: string, mayHoldMarkup: boolean): 'svg' | 'page' | undefined {
  const start = text
    .replace(/^(\s|<!--[\s\S]*?-->)+/, '')
    .slice(0, 4_096)
    .toLowerCase()
  if (/^(<\?xml|<!doctype)[\s\S]*<svg[\s>]|^<svg[\s>]/.test(start)) return 'svg'
  if (/^(<\?xml|<!doctype\s|<html[\s>]|<head[\s>]|<body[\s>])/.test(start)) return 'page'
  return !mayHoldMarkup && /^<(script|iframe|object|embed|style|link|meta)[\s>]/.test(start) ? 'page' : undefined
}

function refused(code: string, message: string): AppError {
  return new AppError(415, code, `file ${message}`, { details: { file: [message] } })
}
