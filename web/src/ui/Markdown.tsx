import { useMemo } from 'preact/hooks'
import './html.css'
import { parseMarkdown } from './markdown.js'
import { showMarkdown } from './markdown-nodes.js'
import { t } from './messages.js'

interface MarkdownProps {
  /** As its writer wrote it. */
  text: string
  /** Of its highest headings, so that they fit into those of the page. */
  headingLevel?: number
  class?: string
}

/** What the API gives as Markdown. What it gives rendered is for <Html>. */
export function Markdown({ text, headingLevel = 2, class: more }: MarkdownProps) {
  const tree = useMemo(() => parseMarkdown(text), [text])
  const content = showMarkdown(tree, { headingLevel, unnamed: t('html.picture') })
  return <div class={['html', more].filter(Boolean).join(' ')}>{content}</div>
}
