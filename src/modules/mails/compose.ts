import type { Mail } from '../../integrations/mail/index.js'
import type { InEachLanguage } from '../../lib/languages.js'
import type { MailRow } from './mails.repository.js'
import { render } from './rendering.js'
import { allMails, type UnsubscribeTokens } from './unsubscribe-tokens.js'

export type Compose = (mail: MailRow) => Mail | undefined

const endWords: InEachLanguage<{ type: string; digest: string }> = {
  en: { type: 'Stop e-mails of this kind', digest: 'Stop all e-mails about what happens' },
  id: { type: 'Hentikan surel seperti ini', digest: 'Hentikan semua surel kabar' }
}

/** A mail as it is sent: its words, and the headers that say what it is. Undefined: what it said is forgotten. */
export function createCompose({ serverUrl, tokens }: { serverUrl: string; tokens: UnsubscribeTokens }): Compose {
  const listId = `Naik Kelas <notifications.${new URL(serverUrl).hostname}>`

  function endOf({ kind, userId, type, language }: MailRow) {
    const words = endWords[language]
    if (userId === null) return undefined
    if (kind === 'event' && type !== null) return { label: words.type, url: urlFor(userId, type) }
    return kind === 'digest' ? { label: words.digest, url: urlFor(userId, allMails) } : undefined
  }

  const urlFor = (userId: string, type: string) => `${serverUrl}/api/unsubscribe/${tokens.create({ userId, type })}`

  return (mail) => {
    const { id, toAddress, subject, language, content, createdAt } = mail
    if (content === null) return undefined
    const end = endOf(mail)
    const linkTo = (link: string) => (link.startsWith('/') ? `${serverUrl}${link}` : link)
    return {
      id,
      to: toAddress,
      subject,
      date: createdAt,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'Content-Language': language,
        ...(end && {
          'List-Id': listId,
          'List-Unsubscribe': `<${end.url}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
        })
      },
      ...render(content, { language, subject, linkTo, end })
    }
  }
}
