import { createHash } from 'node:crypto'
import type { InEachLanguage, Language } from '../../lib/languages.js'
import { escapeHtml } from '../../lib/text.js'

const words = {
  en: {
    title: 'E-mails from Naik Kelas',
    ask: 'Stop e-mails of this kind?',
    askAll: 'Stop all e-mails about what happens?',
    still: 'You will still find it in your notifications in Naik Kelas.',
    end: 'Stop these e-mails',
    done: 'You will no longer get e-mails of this kind.',
    doneAll: 'You will no longer get e-mails about what happens.',
    back: 'You can change that in your notification settings.'
  },
  id: {
    title: 'Surel Naik Kelas',
    ask: 'Tidak ingin menerima surel seperti ini lagi?',
    askAll: 'Tidak ingin menerima surel kabar apa pun lagi?',
    still: 'Kabarnya tetap ada di notifikasimu di Naik Kelas.',
    end: 'Hentikan surel ini',
    done: 'Kamu tidak akan menerima surel seperti ini lagi.',
    doneAll: 'Kamu tidak akan menerima surel kabar apa pun lagi.',
    back: 'Kamu bisa mengubahnya di pengaturan notifikasi.'
  }
} as const satisfies InEachLanguage<object>

const style = `:root{color-scheme:light dark}
body{margin:0;font:1.1rem/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem}
h2{font-size:1.15rem}
button{padding:.75rem 1.25rem;border:2px solid;border-radius:.5rem;font:inherit;font-weight:600}`

/** The style that stands in the page, and its form, which leads back to us: nothing else. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'"
].join('; ')

interface Asked {
  language: Language
  isAll: boolean
  /** What the mails are about. */
  name: string | undefined
}

/** To look at it changes nothing: programs that check mails open all that they find in them. */
export function askingPage({ language, isAll, name }: Asked): string {
  const { ask, askAll, still, end } = words[language]
  return whole(
    language,
    `${about(name)}<p>${isAll ? askAll : ask} ${still}</p>
<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button>${end}</button>
</form>`
  )
}

export function endedPage({ language, isAll, name }: Asked): string {
  const { done, doneAll, back } = words[language]
  return whole(language, `${about(name)}<p>${isAll ? doneAll : done} ${back}</p>`)
}

/** Weeks later, nobody knows which mail the link was in. */
function about(name: string | undefined): string {
  return name === undefined ? '' : `<h2>${escapeHtml(name)}</h2>\n`
}

function whole(language: Language, body: string): string {
  const { title } = words[language]
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
}
