import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { nameOf } from '../../attempts/person.js'
import { SubmissionBadge } from '../../attempts/SubmissionBadge.js'
import type { PageParams } from '../../lazy-page.js'
import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Attempts } from './Attempts.js'
import { History } from './History.js'
import { t } from './messages.js'
import { NextStep } from './NextStep.js'
import { Reviews } from './Reviews.js'
import './submissions.css'

/** The work of one learner at one project: where it stands, what was said of it, what was handed in. */
export default function SubmissionPage({ params: { id = '' } }: { params: PageParams }) {
  const { data: me } = useMe()
  const submission = useQuery({
    queryKey: ['/api/submissions/{id}', id],
    queryFn: () => take(api.GET('/api/submissions/{id}', { params: { path: { id } } }))
  })
  return (
    <Loaded query={submission}>
      {(loaded) => {
        const { project, user, status, projectId } = loaded
        const isOwn = user.id === me?.user.id
        return (
          <Page
            key={id}
            title={project.title}
            back={{ href: `/app/projects/${projectId}`, label: t('back') }}
            lead={isOwn ? project.number : `${project.number}, ${t('by', { name: nameOf(user) })}`}
            actions={<SubmissionBadge status={status} />}
          >
            <div class="submission">
              <div class="submission-main stack-wide">
                <NextStep submission={loaded} isOwn={isOwn} />
                <Reviews submission={loaded} />
                <Attempts submission={loaded} isOwn={isOwn} />
              </div>
              <History submissionId={id} />
            </div>
          </Page>
        )
      }}
    </Loaded>
  )
}
