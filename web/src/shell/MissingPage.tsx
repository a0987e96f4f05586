import { LinkButton } from '../ui/Button.js'
import { t } from '../ui/messages.js'
import { Page } from '../ui/Page.js'

export function MissingPage() {
  return (
    <Page title={t('state.missing')} width="text">
      <p>{t('missing.text')}</p>
      <div>
        <LinkButton href="/app/">{t('state.toStart')}</LinkButton>
      </div>
    </Page>
  )
}
