/** Below the time-out that the Dockerfile states, so that what was wrong is told. */
const timeoutMs = 1500;

// Docker runs this in the container of the gateway or the engine, keeps what it prints, and reads 0 as healthy.
const answer = await fetch(`http://127.0.0.1:${process.env['PORT']}/readyz`, {
  signal: AbortSignal.timeout(timeoutMs),
});
process.stdout.write(await answer.text());
process.exitCode = answer.ok ? 0 : 1;
