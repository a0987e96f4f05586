import { type ComponentChild, h } from 'preact'
import { useMemo } from 'preact/hooks'
import './html.css'
import { type Block, type Inline, parseMarkdown } from './markdown.js'

interface MarkdownProps {
  /** As its writer wrote it. */
  text: string
  /** Of its highest headings, so that they fit into those of the page. */
  headingLevel?: number
  class?: string
}

/** What the API gives as Markdown. What it gives rendered is for <Html>. */
export function Markdown({ text, headingLevel = 2, class: more }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  const highest = Math.min(...blocks.map((block) => (block.kind === 'heading' ? block.level : 6)))
  return (
    <div class={['html', more].filter(Boolean).join(' ')}>
      {blocks.map((block) => showBlock(block, headingLevel - highest))}
    </div>
  )
}

function showBlock(block: Block, shift: number): ComponentChild {
  switch (block.kind) {
    case 'heading':
      return h(`h${Math.min(6, Math.max(2, block.level + shift))}`, null, block.children.map(showInline))
    case 'paragraph':
      return <p>{block.children.map(showInline)}</p>
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return <blockquote>{block.children.map((each) => showBlock(each, shift))}</blockquote>
    case 'rule':
      return <hr />
    case 'list': {
      const items = block.items.map((item, i) => <li key={i}>{showItem(item, shift)}</li>)
      return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
  }
}

/** An item of one paragraph is that line. */
function showItem(item: Block[], shift: number): ComponentChild {
  return item.map((block) =>
    block.kind === 'paragraph' ? <span>{block.children.map(showInline)}</span> : showBlock(block, shift)
  )
}

function showInline(part: Inline): ComponentChild {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code>{part.text}</code>
    case 'break':
      return <br />
    case 'link':
      return <TextLink href={part.href}>{part.children.map(showInline)}</TextLink>
    default:
      return h(part.kind, null, part.children.map(showInline))
  }
}

function TextLink({ href, children }: { href: string; children: ComponentChild }) {
  const isOurs = href.startsWith('/')
  return (
    <a href={href} {...(!isOurs && { rel: 'noopener noreferrer nofollow' })}>
      {children}
    </a>
  )
}
