import { Globe, SunMoon } from 'lucide-preact'
import { api, take } from '../api/client.js'
import { type Language, language, languages, setLanguage } from '../messages/language.js'
import { type Me, refreshMe } from '../session/session.js'
import { setTheme, type Theme, theme, themes } from '../styles/theme.js'
import { t } from '../ui/messages.js'
import { problemText } from '../ui/problem-text.js'
import { toast } from '../ui/toast.js'
import './footer.css'

/** Below every page: the language and the look, for guests too, and the way to check a certificate. */
export function Footer({ me }: { me: Me | null | undefined }) {
  const choose = (to: Language) => {
    setLanguage(to)
    if (me) saveLanguage(me, to).catch((error: unknown) => toast(problemText(error)))
  }
  return (
    <div class="footer">
      <label class="footer-choice">
        <Globe size={18} aria-hidden="true" />
        <span class="unseen">{t('footer.language')}</span>
        <select value={language.value} onChange={({ currentTarget }) => choose(currentTarget.value as Language)}>
          {languages.map((each) => (
            <option key={each} value={each} lang={each}>
              {t(`language.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="footer-choice">
        <SunMoon size={18} aria-hidden="true" />
        <span class="unseen">{t('footer.theme')}</span>
        <select value={theme.value} onChange={({ currentTarget }) => setTheme(currentTarget.value as Theme)}>
          {themes.map((each) => (
            <option key={each} value={each}>
              {t(`theme.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <a href="/app/check">{t('footer.check')}</a>
    </div>
  )
}

/** It is the language of their mails, too. */
async function saveLanguage({ user }: Me, to: Language): Promise<void> {
  await take(api.PATCH('/api/users/{id}', { params: { path: { id: user.id } }, body: { language: to } }))
  await refreshMe()
}
