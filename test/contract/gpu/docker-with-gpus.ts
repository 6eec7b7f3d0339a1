import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOciArchive } from '../../../src/oci/oci-archive.ts';
import { pauseProgram } from '../../../src/oci/pause-image.ts';
import { standInPrograms, writePrograms, type StandIns } from './stand-in-programs.ts';

/** What a GPU node gets from outside, and what the driver shows in it. */
const inNode = {
  'nvidia-smi': "echo 'GPU 0: Stand-in (UUID: GPU-0)'",
  'apt-get': 'exit 0',
  curl: 'echo a key',
  gpg: 'cat > "${@: -1}"',
  // The real one's runtime is NVIDIA's; here containers of the class are like all others.
  'nvidia-ctk': `
[ "$1 $2" = 'runtime configure' ] || exit 0
cat >> /etc/containerd/config.toml <<'TOML'
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.nvidia]
  runtime_type = "io.containerd.runc.v2"
TOML`,
};

const pluginImage = 'nvcr.io/nvidia/k8s-device-plugin:v0.20.1';

/**
 * Docker as it is, but that a node on which a step of \`makeGpuNode\` is done finds stand-ins for all that NVIDIA makes: programs,
 * the driver's file, and an image of the device plugin that waits for ever.
 * @param broken instead of the stand-in of that name in the node
 */
export async function dockerWithGpus(broken: Partial<typeof inNode> = {}): Promise<StandIns> {
  const made = await standInPrograms({});
  const node = join(made.folder, 'node');
  const plugin = join(made.folder, 'plugin.tar');
  await mkdir(node);
  await writePrograms(node, { ...inNode, ...broken });
  await writeOciArchive(
    {
      ref: pluginImage,
      files: [{ path: '/usr/bin/nvidia-device-plugin', content: pauseProgram(process.arch), mode: 0o755 }],
      entrypoint: ['/usr/bin/nvidia-device-plugin'],
    },
    plugin,
  );
  const script = `
PATH="\${PATH#*:}"
if [ "$1 $3 $4" = 'exec bash -ec' ]; then
  if ! docker exec "$2" test -e /run/gpu-params; then
    docker cp -q '${node}/.' "$2:/usr/local/bin/" || exit 1
    docker exec -i "$2" ctr --namespace k8s.io images import - < '${plugin}' >&2 || exit 1
    docker exec "$2" bash -c 'echo "ModifyDeviceFiles: 1" > /run/gpu-params' || exit 1
  fi
  exec docker exec "$2" bash -ec "\${5//\\/proc\\/driver\\/nvidia\\/params//run/gpu-params}"
fi
exec docker "$@"`;
  await writePrograms(made.folder, { docker: script });
  return made;
}
