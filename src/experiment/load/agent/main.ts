// What the pods of a load run: one k6, and the agent that hands over its samples. Bundled into the image of the load generator.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { nowMs } from '../../../system/clock.ts';
import { k6Control } from '../k6-control.ts';
import { segmentFlags } from '../pods/execution-segment.ts';
import { agentPort, inPod, readPodSettings } from '../pods/pod-settings.ts';
import { spawnK6 } from '../spawn-k6.ts';
import { agentServer } from './agent-server.ts';
import { loadAgent } from './load-agent.ts';

/** As on the host k6 dies with the harness: if nobody asks for so long, nobody will. */
const forsakenAfterMs = 30_000;
const lingerMs = 1000;
const k6Port = 6565;

const settings = readPodSettings(process.env);
const token = await readFile(inPod.token, 'utf8');
if (settings.sinkPort !== undefined) {
  spawn(process.execPath, [inPod.nullSink, String(settings.sinkPort)], { stdio: 'ignore' });
}
const k6 = spawnK6({
  command: [inPod.k6],
  scriptPath: inPod.script,
  jobPath: inPod.job,
  port: k6Port,
  memoryMiB: settings.memoryMiB,
  flags: segmentFlags(settings.index, settings.pods),
  env: {},
});
const agent = loadAgent(k6, {
  control: k6Control(k6Port),
  streamed: settings.streamed,
  signal: new AbortController().signal,
});
let askedMs = nowMs();
setInterval(() => {
  // Ending, PID 1 takes k6 and the sink with it.
  if (nowMs() - askedMs > forsakenAfterMs) process.exit(1);
}, 1000);
process.on('SIGTERM', () => {
  agent.stop();
  // What was measured can still be fetched.
  void k6.exited.then(() => setTimeout(() => process.exit(1), lingerMs));
});
agentServer(agent, {
  token,
  onAsked: () => {
    askedMs = nowMs();
  },
  onLeave: () => process.exit(0),
}).listen(agentPort);
