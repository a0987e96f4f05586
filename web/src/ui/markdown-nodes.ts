import type { ListItem, Nodes, Resource, Table } from 'mdast'
import { type ComponentChild, h } from 'preact'
import { isSafeHref, type MarkdownTree } from './markdown.js'

interface Look {
  /** Of the highest headings. */
  headingLevel: number
  /** What the link to a picture without a description says. */
  unnamed: string
}

/** What is around a node, and what it may refer to. */
interface Place extends MarkdownTree {
  shift: number
  depth: number
  unnamed: string
}

/** What is nested more deeply than people write is shown as it was written. */
const maxDepth = 50

export function showMarkdown(tree: MarkdownTree, { headingLevel, unnamed }: Look): ComponentChild {
  const nodes = tree.root.children
  const highest = Math.min(...nodes.map((node) => (node.type === 'heading' ? node.depth : 6)))
  return showAll(nodes, { ...tree, shift: headingLevel - highest, depth: 0, unnamed })
}

function showAll(nodes: readonly Nodes[], place: Place): ComponentChild[] {
  const inside = { ...place, depth: place.depth + 1 }
  return nodes.map((node) => (place.depth < maxDepth ? show(node, inside) : asWritten(node, place)))
}

function show(node: Nodes, place: Place): ComponentChild {
  switch (node.type) {
    case 'text':
      return node.value
    case 'inlineCode':
      return h('code', null, node.value)
    case 'strong':
      return h('strong', null, showAll(node.children, place))
    case 'emphasis':
      return h('em', null, showAll(node.children, place))
    case 'delete':
      return h('s', null, showAll(node.children, place))
    case 'break':
      return h('br', null)
    case 'link':
    case 'linkReference': {
      const href = addressOf(node, place)
      return href ? link(href, showAll(node.children, place)) : asWritten(node, place)
    }
    case 'image':
    case 'imageReference': {
      const src = addressOf(node, place)
      return src ? picture(src, node.alt ?? '', place.unnamed) : asWritten(node, place)
    }
    case 'paragraph':
      return h('p', null, showAll(node.children, place))
    case 'heading':
      return h(`h${Math.min(6, Math.max(2, node.depth + place.shift))}`, null, showAll(node.children, place))
    case 'code':
      // Who has no mouse scrolls it by the keys; so it is with a table.
      return h('pre', { tabIndex: 0 }, h('code', null, node.value))
    case 'blockquote':
      return h('blockquote', null, showAll(node.children, place))
    case 'list': {
      const isTight = !node.spread && node.children.every(({ spread }) => !spread)
      const items = node.children.map((item) => h('li', null, showItem(item, isTight, place)))
      return node.ordered ? h('ol', { start: node.start ?? 1 }, items) : h('ul', null, items)
    }
    case 'table':
      return showTable(node, place)
    case 'thematicBreak':
      return h('hr', null)
    default:
      return null
  }
}

/** The lines of a tight list are no paragraphs. */
function showItem({ children }: ListItem, isTight: boolean, place: Place): ComponentChild {
  if (!isTight) return showAll(children, place)
  return children.map((block) => showAll(block.type === 'paragraph' ? block.children : [block], place))
}

function showTable({ align, children: [head, ...rows] }: Table, place: Place): ComponentChild {
  const cells = (row: typeof head, tag: 'th' | 'td') =>
    row?.children.map((cell, column) => h(tag, { align: align?.[column] }, showAll(cell.children, place)))
  const body = rows.map((row) => h('tr', null, cells(row, 'td')))
  return h('table', { tabIndex: 0 }, h('thead', null, h('tr', null, cells(head, 'th'))), h('tbody', null, body))
}

function addressOf(node: Resource | { identifier: string }, { definitions }: Place): string | undefined {
  const address = 'url' in node ? node.url : definitions.get(node.identifier)?.url
  return address !== undefined && isSafeHref(address) ? address : undefined
}

function asWritten({ position }: Nodes, { source }: Place): string {
  return source.slice(position?.start.offset, position?.end.offset)
}

/** One that lies elsewhere is a link: nobody else is told that somebody reads here. */
function picture(src: string, alt: string, unnamed: string): ComponentChild {
  return src.startsWith('/') ? h('img', { src, alt, loading: 'lazy' }) : link(src, alt.trim() || unnamed)
}

function link(href: string, content: ComponentChild): ComponentChild {
  const isOurs = href.startsWith('/')
  return h('a', { href, ...(!isOurs && { rel: 'noopener noreferrer nofollow' }) }, content)
}
