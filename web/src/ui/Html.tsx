import './html.css'

/** @param html rendered and sanitised by the API, which is where it comes from; nothing else is put here */
export function Html({ html, class: more }: { html: string; class?: string }) {
  return <div class={['html', more].filter(Boolean).join(' ')} dangerouslySetInnerHTML={{ __html: html }} />
}
