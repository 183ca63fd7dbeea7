// Builds a demo in a folder and ends:  node e2e/harness/demo.mjs FOLDER
import { startSite } from './site.mjs'

const site = await startSite({ data: process.argv[2] })
await site.stop()
