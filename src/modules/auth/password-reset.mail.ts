import type { MailContent } from '../../db/schema/mails.js'
import type { InEachLanguage, Language } from '../../lib/languages.js'

interface Words {
  subject: string
  hello: (name: string) => string
  why: string
  label: string
  otherwise: string
}

const words: InEachLanguage<Words> = {
  en: {
    subject: 'Naik Kelas: set a new password',
    hello: (name) => `Hello ${name},`,
    why: 'Somebody asked for a new password for your account. This link sets one; it works once, for 30 minutes:',
    label: 'Set a new password',
    otherwise: 'If it was not you, there is nothing to do: your password stays as it is.'
  },
  id: {
    subject: 'Naik Kelas: buat kata sandi baru',
    hello: (name) => `Halo ${name},`,
    why: 'Seseorang meminta kata sandi baru untuk akunmu. Tautan ini berlaku satu kali, selama 30 menit:',
    label: 'Buat kata sandi baru',
    otherwise: 'Kalau bukan kamu yang memintanya, abaikan saja surel ini: kata sandimu tidak berubah.'
  }
}

export function resetMail(
  language: Language,
  { name, link }: { name: string; link: string }
): { subject: string; content: MailContent } {
  const { subject, hello, why, label, otherwise } = words[language]
  return {
    subject,
    content: { greeting: hello(name), paragraphs: [why], action: { label, link }, footer: [otherwise] }
  }
}
