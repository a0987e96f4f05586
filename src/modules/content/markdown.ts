import createMarkdownIt, { type Env, type MarkdownIt, type Token } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { type AppError, unprocessable } from '../../lib/errors.js'
import { idPattern } from '../../lib/ids.js'

export interface RenderedMarkdown {
  /** Sanitised. */
  html: string
  /** Words alone. */
  text: string
  /** Files of ours that it shows. */
  fileIds: string[]
}

/** Quotes and lists in each other: more is no text for people, and parsers take long for it. */
const maxBlockDepth = 20
const maxInlineDepth = 100
/** Of all addresses and their titles together: one that is defined once can be used ten thousand times. */
const maxAddresses = 1_000_000

const fileId = idPattern('file').slice(1, -1)
/** As they stand in the HTML, where the parser has escaped what is no part of an address. */
const safeLink = /^(https?:\/\/[^\s\\/?#]|mailto:[^\s\\]|\/(?![\\/]))[^\s\\]*$/i
const safeImage = /^https:\/\/[^\s\\/?#][^\s\\]*$/i
const fileImage = new RegExp(`^/api/files/${fileId}$`)
/** In sanitised HTML: there a `<` begins a tag, and nothing else. */
const fileInHtml = new RegExp(`<(?:a href|img src)="/api/files/(${fileId})(?=["/?#])`, 'g')
/** In the source, where the line below may stand behind a backslash. */
const fileInSource = new RegExp(`(?<=/api/files/)${fileId.replace('_', '\\\\?_')}`, 'g')

const parser = createParser()

const sanitizeOptions: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code', 'em', 'strong', 's'],
    ...['ul', 'ol', 'li', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td']
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
    th: ['align'],
    td: ['align']
  },
  allowedClasses: { code: [/^language-[\w+#.-]{1,40}$/] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow' }) }
}

/**
 * Markdown as HTML that a page may show: what is not on the closed list is not in it. Raw HTML comes out as text.
 * @throws 422 UNSAFE_LINK, MARKDOWN_TOO_COMPLEX naming `field` and the line
 */
export function renderMarkdown(source: string, field: string): RenderedMarkdown {
  const env: Env = { field }
  const tokens = parser.parse(source, env)
  const seen: Seen = { field, line: 1, words: [], addressesLength: 0 }
  look(tokens, seen)
  requireSafeDefinitions(source, env, field)
  const html = sanitizeHtml(parser.renderer.render(tokens, parser.options, env), sanitizeOptions)
  return { html, text: seen.words.join('').replace(/\s+/g, ' ').trim(), fileIds: filesIn(html) }
}

/** The files of ours that HTML made here shows. */
export function filesIn(html: string): string[] {
  return [...new Set([...html.matchAll(fileInHtml)].flatMap(([, id]) => id ?? []))]
}

/** The same Markdown, or HTML made of it, with other files: for a copy of a lesson. */
export function replaceFileIds(source: string, ids: ReadonlyMap<string, string>): string {
  if (ids.size === 0) return source
  return source.replace(fileInSource, (id) => ids.get(id.replace('\\', '')) ?? id)
}

function createParser(): MarkdownIt {
  const md = createMarkdownIt({ html: false, linkify: true })
  // Whatever is a link becomes one, and `look` refuses it: the parser's own rule would leave it as text without a word.
  md.validateLink = () => true
  // Addresses that say what they are: `readme.md` and `app.py` are files, and not hosts in Moldova and Paraguay.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false }).add('ftp:', null).add('//', null)
  md.block.ruler.before('table', 'depth', ({ level, env }, line) => {
    if (level > maxBlockDepth) throw tooComplex({ field: String(env.field), line: line + 1 })
    return false
  })
  return md
}

interface Place {
  field: string
  line: number
}

/** Where a walk over the tokens is, and what it has found. */
interface Seen extends Place {
  words: string[]
  addressesLength: number
}

function look(tokens: readonly Token[], seen: Seen): void {
  let depth = 0
  for (const token of tokens) {
    depth += token.nesting
    if (depth > maxInlineDepth) throw tooComplex(seen)
    if (token.map) seen.line = token.map[0] + 1
    switch (token.type) {
      case 'inline':
        look(token.children ?? [], seen)
        seen.words.push('\n')
        break
      case 'text':
      case 'code_inline':
        seen.words.push(token.content)
        break
      case 'softbreak':
      case 'hardbreak':
        seen.line++
        seen.words.push('\n')
        break
      case 'fence':
      case 'code_block':
        seen.words.push(token.content, '\n')
        break
      case 'link_open':
        requireSafe(token, seen)
        break
      case 'image':
        requireSafe(token, seen)
        look(token.children ?? [], seen)
        break
      case 'th_open':
      case 'td_open':
        align(token)
    }
  }
}

/** A style would need a policy that allows styles. */
function align(cell: Token): void {
  const side = /^text-align:(\w+)$/.exec(String(cell.attrGet('style') ?? ''))?.[1]
  cell.attrs = side ? [['align', side]] : null
}

function requireSafe(token: Token, seen: Seen): void {
  const isImage = token.type === 'image'
  const address = String(token.attrGet(isImage ? 'src' : 'href'))
  const isSafe = isImage ? safeImage.test(address) || fileImage.test(address) : safeLink.test(address)
  if (!isSafe) throw unsafe(seen, isImage ? imageRule : linkRule)
  seen.addressesLength += address.length + String(token.attrGet('title') ?? '').length
  if (seen.addressesLength > maxAddresses) throw tooComplex(seen)
}

/** Definitions (`[label]: address`) that nothing uses show nothing; the next change may use them. */
function requireSafeDefinitions(source: string, { references = {} }: Env, field: string): void {
  for (const [label, { href }] of Object.entries(references)) {
    if (safeLink.test(href)) continue
    const lines = source.split('\n').map((line) => parser.utils.normalizeReference(line))
    throw unsafe({ field, line: lines.findIndex((line) => line.includes(`[${label}]:`)) + 1 || 1 }, linkRule)
  }
}

const linkRule = 'must link to an http, https or mailto address or to a path of ours alone'
const imageRule = 'must show pictures from an https address or from /api/files alone'

function unsafe({ field, line }: Place, rule: string): AppError {
  return unprocessable('UNSAFE_LINK', field, `${rule} (line ${line})`)
}

function tooComplex({ field, line }: Place): AppError {
  return unprocessable(
    'MARKDOWN_TOO_COMPLEX',
    field,
    `must not be nested so deeply, or use so many links (line ${line})`
  )
}
