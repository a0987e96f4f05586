import type { Definition, Root, RootContent } from 'mdast'
import { fromMarkdown, type Options } from 'mdast-util-from-markdown'
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal'
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal'
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough'
import { gfmTable } from 'micromark-extension-gfm-table'

/** A tree, and not HTML: nothing in it can be more than text, whatever was written. */
export interface MarkdownTree {
  source: string
  root: Root
  /** By their identifiers: what `[text][label]` leads to. */
  definitions: ReadonlyMap<string, Definition>
}

/** The same Markdown that the API renders for lessons: raw HTML is text, and addresses say what they are to become links. */
const options: Options = {
  extensions: [
    gfmTable(),
    gfmStrikethrough({ singleTilde: false }),
    gfmAutolinkLiteral(),
    { disable: { null: ['htmlFlow', 'htmlText', 'wwwAutolink', 'emailAutolink'] } }
  ],
  mdastExtensions: [
    gfmTableFromMarkdown(),
    gfmStrikethroughFromMarkdown(),
    // Its transforms would find the same addresses again, and hosts and mail addresses too.
    { ...gfmAutolinkLiteralFromMarkdown(), transforms: [] }
  ]
}

/** More than people write; the parser takes the square of it, or worse, and a page must not stand still for a text. */
const tooDeep = /^[ \t]*(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+){20}/m
const tooLong = /([*_~])\1{199}/
const maxMarks = 500

const safeHref = /^(https?:\/\/[^\s\\/?#]|mailto:[^\s\\]|\/(?![\\/]))[^\s\\]*$/i

/** @returns the text as code where it is nothing that people write */
export function parseMarkdown(text: string): MarkdownTree {
  const source = text.replace(/\r\n?/g, '\n')
  const root = isTooMuch(source) ? asCode(source) : fromMarkdown(source, options)
  return { source, root, definitions: definitionsIn(root) }
}

function asCode(value: string): Root {
  return { type: 'root', children: [{ type: 'code', value }] }
}

/** Whether it leads to the web, to mail or to a page of ours. */
export function isSafeHref(href: string): boolean {
  return safeHref.test(href)
}

function isTooMuch(source: string): boolean {
  if (tooDeep.test(source) || tooLong.test(source)) return true
  return source.split(/\n[ \t]*\n/).some((part) => (part.match(/[*_~]+|!?\[/g)?.length ?? 0) > maxMarks)
}

/** The first of a name counts. */
function definitionsIn(root: Root): Map<string, Definition> {
  const found = new Map<string, Definition>()
  const open: RootContent[] = [...root.children]
  for (const node of open) {
    if (node.type === 'definition') {
      if (!found.has(node.identifier)) found.set(node.identifier, node)
    } else if ('children' in node) open.push(...node.children)
  }
  return found
}
