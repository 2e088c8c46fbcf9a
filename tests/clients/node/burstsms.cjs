// Drives npm `burstsms`, unmodified: a line of JSON on standard input is a call, a line on standard output what became
// of it. `options` are what the module is made with, `call` is one of `sms`, `given` its arguments; null is left out.
'use strict'

const fs = require('node:fs')
const readline = require('node:readline')
const burstsms = require('burstsms')

const say = (outcome) => fs.writeSync(1, `${JSON.stringify(outcome)}\n`)

// A monitor only looks on: the process dies of what nobody catches, as it does without one.
process.on('uncaughtExceptionMonitor', (error) => say({ how: 'kills', value: error.name }))

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { options, call, given } = JSON.parse(line)
  const settled = burstsms(options ?? undefined).sms[call](...given.map((each) => each ?? undefined))
  settled.then(
    (body) => say({ how: 'resolves', value: body }),
    (reason) => say({ how: 'rejects', value: reason ?? null }),
  )
})
