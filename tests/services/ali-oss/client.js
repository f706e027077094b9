// What ali-oss makes of the test server: ENDPOINT BUCKET KEY_ID SECRET REGION VERSION. Prints one JSON object.
const OSS = require('ali-oss')

const [endpoint, bucket, accessKeyId, accessKeySecret, region, version] = process.argv.slice(2)
const KEY = 'originals/客户端/a b+c.bin'
const CONTENT = Buffer.from(Array.from({ length: 256000 }, (_, n) => n % 256))

function client(secret) {
  const authorizationV4 = version === 'v4'
  return new OSS({ endpoint, bucket, accessKeyId, accessKeySecret: secret, region: `oss-${region}`, authorizationV4, secure: false, timeout: 10000 })
}

async function failure(work) {
  try {
    await work()
    return 'none'
  } catch (error) {
    return error.code
  }
}

async function main() {
  const store = client(accessKeySecret)
  const put = await store.put(KEY, CONTENT, { mime: 'image/png' })
  const got = await store.get(KEY)
  const part = await store.get(KEY, { headers: { Range: 'bytes=3-6' } })
  const seen = {
    put: put.res.status,
    same: CONTENT.equals(got.content),
    type: got.res.headers['content-type'],
    part: [...part.content],
    size: Number((await store.head(KEY)).res.headers['content-length']),
    refused: await failure(() => client('another').get(KEY)),
  }
  for (const number of [0, 1, 2]) await store.put(`list/${number}`, Buffer.from('x'))
  const first = await store.list({ prefix: 'list/', 'max-keys': 2 })
  const second = await store.list({ prefix: 'list/', marker: first.nextMarker })
  seen.listed = [...first.objects, ...second.objects].map((found) => found.name)
  seen.listedBySecond = (await store.listV2({ prefix: 'list/' })).objects.map((found) => found.name)
  await store.delete(KEY)
  seen.missing = await failure(() => store.get(KEY))
  process.stdout.write(JSON.stringify(seen))
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
