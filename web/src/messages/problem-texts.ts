import en from './en/problems.json'
import id from './id/problems.json'

export const texts = { en, id }
