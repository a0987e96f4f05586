import { t as common } from '../../../ui/messages.js'
import { t } from './messages.js'
import type { User } from './users.js'

/** For who may look and not change. */
export function ProfileFacts({ user: { fullName, username, email, age, language, timeZone } }: { user: User }) {
  const facts = [
    [t('profile.username'), username],
    [t('profile.fullName'), fullName],
    [t('profile.email'), email],
    [t('profile.age'), age],
    [t('profile.language'), common(`language.${language}`)],
    [t('profile.timeZone'), timeZone]
  ] as const
  return (
    <dl class="users-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span class="muted">{t('profile.unknown')}</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
