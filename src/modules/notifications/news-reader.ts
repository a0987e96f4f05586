import { maxBatch, type News, type NewsRequest } from './news.repository.js'

interface Waiting {
  request: NewsRequest
  resolve: (news: News) => void
  reject: (error: unknown) => void
}

export type NewsReader = ReturnType<typeof createNewsReader>

/**
 * Joins the reads of streams that were woken together: ten thousand of them cost 160 statements, not ten thousand, and
 * between two batches everybody else has a turn.
 */
export function createNewsReader(readNews: (requests: readonly NewsRequest[]) => Promise<News[]>) {
  const waiting: Waiting[] = []
  let isReading = false

  async function readBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const found = await readNews(batch.map(({ request }) => request))
      for (const [i, { resolve, reject }] of batch.entries()) {
        const news = found[i]
        if (news) resolve(news)
        else reject(new Error('a stream was left without its news'))
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  async function readAll(): Promise<void> {
    await Promise.resolve() // those who are woken in the same moment join
    while (waiting.length > 0) {
      await readBatch(waiting.splice(0, maxBatch))
      if (waiting.length > 0) await new Promise<void>((resolve) => setImmediate(resolve))
    }
    isReading = false
  }

  return {
    read(request: NewsRequest): Promise<News> {
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        if (isReading) return
        isReading = true
        void readAll()
      })
    }
  }
}
