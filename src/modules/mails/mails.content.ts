import type { MailContent } from '../../db/schema/mails.js'
import type { InEachLanguage, Language } from '../../lib/languages.js'
import type { EventWords } from '../events/index.js'

interface Words {
  hello: (name: string) => string
  open: string
  why: string
  end: string
  digest: string
  digestSubject: (count: number) => string
}

const words: InEachLanguage<Words> = {
  en: {
    hello: (name) => `Hello ${name},`,
    open: 'Open in Naik Kelas',
    why: 'You get this e-mail because of your notification settings in Naik Kelas.',
    end: 'There you can change what we tell you, how and when, or stop these e-mails with one click.',
    digest: 'This is what happened:',
    digestSubject: (count) => (count === 1 ? 'Naik Kelas: 1 piece of news' : `Naik Kelas: ${count} pieces of news`)
  },
  id: {
    hello: (name) => `Halo ${name},`,
    open: 'Buka di Naik Kelas',
    why: 'Kamu menerima surel ini sesuai pengaturan notifikasimu di Naik Kelas.',
    end: 'Di sana kamu bisa mengatur apa yang dikabarkan, lewat apa, dan kapan, atau menghentikan surel ini dengan satu klik.',
    digest: 'Ini yang terjadi:',
    digestSubject: (count) => `Naik Kelas: ${count} kabar`
  }
}

interface Written {
  subject: string
  content: MailContent
}

export function eventMail({ title, message, link }: EventWords, language: Language, name: string): Written {
  const { hello, open, why, end } = words[language]
  return {
    subject: title[language],
    content: {
      greeting: hello(name),
      paragraphs: [message[language]],
      ...(link !== null && { action: { label: open, link } }),
      footer: [why, end]
    }
  }
}

export function digestMail(items: readonly EventWords[], language: Language, name: string): Written {
  const { hello, open, why, end, digest, digestSubject } = words[language]
  return {
    subject: digestSubject(items.length),
    content: {
      greeting: hello(name),
      paragraphs: [digest],
      items: items.map(({ title, message, link }) => ({ title: title[language], message: message[language], link })),
      action: { label: open, link: '/app/notifications' },
      footer: [why, end]
    }
  }
}
