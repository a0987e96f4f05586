import { useMemo } from 'preact/hooks'
import { t } from './messages.js'
import { toOwnHtml } from './own-html.js'
import { trustHtml } from './trusted.js'
import './html.css'

/** @param html rendered and sanitised by the API, which is where it comes from; nothing else is put here */
export function Html({ html, class: more }: { html: string; class?: string }) {
  const unnamed = t('html.picture')
  // The same object while the text is the same: another one would be written into the page again.
  const content = useMemo(() => ({ __html: trustHtml(toOwnHtml(html, unnamed)) }), [html, unnamed])
  return <div class={['html', more].filter(Boolean).join(' ')} dangerouslySetInnerHTML={content} />
}
