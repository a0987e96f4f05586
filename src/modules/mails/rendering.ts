import type { MailContent } from '../../db/schema/mails.js'
import type { Language } from '../../lib/languages.js'
import { escapeHtml } from '../../lib/text.js'

export interface Rendered {
  text: string
  html: string
}

export interface RenderOptions {
  language: Language
  subject: string
  /** The whole address of a path of ours. */
  linkTo: (link: string) => string
  /** How to get no more of them. */
  end: { label: string; url: string } | undefined
}

/** Readable in the light and in the dark, on a phone and in print; programs that know no style show plain paragraphs. */
const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:1.5rem 1rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:36rem;margin:0 auto}
.action a{display:inline-block;padding:.65rem 1.1rem;border:2px solid;border-radius:.5rem;font-weight:600;text-decoration:none}
h2{margin:1.5rem 0 0;font-size:1rem}
h2+p{margin-top:.25rem}
footer{margin-top:2rem;padding-top:.5rem;border-top:1px solid;font-size:.85rem}`

/** The same words as plain text and as HTML: without script, pictures or anything else from elsewhere. */
export function render(content: MailContent, { language, subject, linkTo, end }: RenderOptions): Rendered {
  const { greeting, paragraphs, items = [], action, footer = [] } = content
  const text = [
    greeting,
    ...paragraphs,
    ...items.map(({ title, message, link }) => [title, message, ...(link === null ? [] : [linkTo(link)])].join('\n')),
    ...(action ? [`${action.label}:\n${linkTo(action.link)}`] : []),
    ...(footer.length > 0 ? [['-- ', ...footer, ...(end ? [`${end.label}: ${end.url}`] : [])].join('\n')] : [])
  ]
  const small = [...footer.map(paragraph), ...(end ? [`<p>${anchor(end.url, end.label)}</p>`] : [])]
  const body = [
    ...[greeting, ...paragraphs].map(paragraph),
    ...items.map(({ title, message, link }) => {
      const heading = link === null ? escapeHtml(title) : anchor(linkTo(link), title)
      return `<h2>${heading}</h2>\n${paragraph(message)}`
    }),
    ...(action ? [`<p class="action">${anchor(linkTo(action.link), action.label)}</p>`] : []),
    ...(small.length > 0 ? [`<footer>${small.join('\n')}</footer>`] : [])
  ]
  return {
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`
  }
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text).replaceAll('\n', '<br>\n')}</p>`
}

function anchor(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`
}
