import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { MyRoles } from './MyRoles.js'
import { t } from './messages.js'
import { PasswordForm } from './PasswordForm.js'
import { ProfileForm } from './ProfileForm.js'
import { SettingsPage } from './SettingsPage.js'
import { ThemeChoice } from './ThemeChoice.js'

export default function ProfilePage() {
  const me = useMe()
  return (
    <SettingsPage title={t('profile.title')}>
      <Loaded query={me}>
        {(known) =>
          known && (
            <div class="stack-wide">
              <ProfileForm me={known} />
              <section class="settings-part stack" aria-labelledby="settings-password">
                <h2 id="settings-password">{t('password.title')}</h2>
                <PasswordForm username={known.user.username} />
              </section>
              <section class="settings-part stack" aria-labelledby="settings-theme">
                <h2 id="settings-theme">{t('theme.title')}</h2>
                <ThemeChoice />
              </section>
              <section class="settings-part stack" aria-labelledby="settings-roles">
                <h2 id="settings-roles">{t('roles.title')}</h2>
                <MyRoles me={known} />
              </section>
            </div>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}
