/** Sends what is queued, as a process of its own that can be killed: the database and the server are named in its arguments. */
import { openDatabase } from '../../../src/db/database.js'
import { createMailer } from '../../../src/integrations/mail/index.js'
import { systemClock } from '../../../src/lib/clock.js'
import { eventCatalogue } from '../../../src/modules/events/index.js'
import { createMailsModule } from '../../../src/modules/mails/index.js'

const [, , url = '', smtpUrl = ''] = process.argv
const database = await openDatabase({ url })
const mailer = createMailer({ smtpUrl, from: 'kelas@example.org', printMail: () => {} })
const mails = await createMailsModule({
  ...{ database, mailer, clock: systemClock, serverUrl: 'https://kelas.example.org' },
  ...{
    audit: { record: () => {} },
    catalogue: { isEventType: (_type): _type is never => false, definitionOf: eventCatalogue.definitionOf },
    setMail: async () => {},
    onError: console.error
  }
})
mails.worker.start()
