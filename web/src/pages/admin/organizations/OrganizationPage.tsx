import { useQuery } from '@tanstack/preact-query'
import { api, seen, take } from '../../../api/client.js'
import type { PageParams } from '../../../lazy-page.js'
import { may, useMe } from '../../../session/session.js'
import { Badge } from '../../../ui/Badge.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Form } from '../../../ui/Form.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { AdminPage } from '../AdminHead.js'
import { type Organization, refresh } from '../queries.js'
import { DeleteOrganization } from './DeleteOrganization.js'
import { IssuerKeys } from './IssuerKeys.js'
import { Members } from './Members.js'
import { t } from './messages.js'
import { OrganizationFields, organizationOf } from './OrganizationFields.js'
import './organizations.css'

export default function OrganizationPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const { data: me } = useMe()
  const organization = useQuery({
    queryKey: ['/api/organizations/{id}', id],
    queryFn: () => take(api.GET('/api/organizations/{id}', { params: { path: { id } } }))
  })
  const { data } = organization
  return (
    <AdminPage
      title={data?.name ?? t('title')}
      lead={data?.isDefault && t('defaultText')}
      actions={data?.isDefault && <Badge tone="info">{t('default')}</Badge>}
      back={{ href: '/app/admin/organizations', label: t('back') }}
    >
      <Loaded query={organization}>
        {(known) => (
          <div class="organizations-parts">
            <Members organization={known} />
            <div class="stack-wide">
              {may(me, 'organization.update') && <Settings key={known.id} organization={known} />}
              {may(me, 'certificate.manage') && <IssuerKeys organization={known} />}
              {may(me, 'organization.delete') && !known.isDefault && <DeleteOrganization organization={known} />}
            </div>
          </div>
        )}
      </Loaded>
    </AdminPage>
  )
}

function Settings({ organization }: { organization: Organization }) {
  const save = async (data: FormData) => {
    const params = { path: { id: organization.id } }
    const body = organizationOf(data)
    await changeSeen(
      () => take(api.PATCH('/api/organizations/{id}', { params, headers: seen(organization), body })),
      () => refresh('/api/organizations/{id}')
    )
    await refresh('/api/organizations/{id}', '/api/organizations')
    toast(t('settings.saved'))
  }
  return (
    <section class="stack" aria-labelledby="organizations-settings">
      <h2 id="organizations-settings">{t('settings.title')}</h2>
      <Form submit={t('settings.save')} label={t('settings.title')} onSubmit={save}>
        <OrganizationFields organization={organization} />
      </Form>
    </section>
  )
}
