import { startOutbox } from '../offline/offline.js'
import { startWorker } from '../offline/register-worker.js'
import { startTelling } from './live-state.js'
import { shareSession } from './session-tabs.js'
import { writeTitle } from './title.js'

/** Once, when the product starts: what goes on beside the page that is shown. */
export function startCompanions(): void {
  shareSession()
  startTelling()
  writeTitle()
  startOutbox()
  startWorker()
}
