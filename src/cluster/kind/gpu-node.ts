/** A mount of a kind node, as in its `extraMounts`; https://kind.sigs.k8s.io/docs/user/configuration/#extra-mounts. */
export interface KindMount {
  hostPath: string;
  containerPath: string;
}

/** Something that is done in a node once it runs: `docker exec NODE bash -ec SCRIPT`. */
export interface GpuNodeStep {
  /** For progress and for messages, e.g. `install the container toolkit`. */
  what: string;
  script: string;
  /** What the reader can do if it fails. */
  cure: string;
}

/**
 * What a node's configuration needs to be handed all GPUs of the host: the runtime reads the name of the mount, not what it
 * mounts. nvkind's template has `…/cdi/runtime.nvidia.com/gpu/all`, and takes this older form as well.
 * Source: https://github.com/NVIDIA/nvkind, pkg/nvkind/default-config-template.yaml and node.go (getNvidiaVisibleDevices).
 */
export const gpuNodeMounts: readonly KindMount[] = [
  { hostPath: '/dev/null', containerPath: '/var/run/nvidia-container-devices/all' },
];

/**
 * What makes of a kind node that was handed the GPUs one whose containerd can hand them on, in this order. The second needs
 * access to Debian's and NVIDIA's package servers from within the node. Afterwards the cluster takes
 * `k8s-fixtures/overlays/gpu/whole/node`.
 * Source: https://github.com/NVIDIA/nvkind, cmd/nvkind/cluster_create.go (runClusterCreate) and pkg/nvkind/node.go
 * (InstallContainerToolkit, ConfigureContainerRuntime, PatchProcDriverNvidia); refusing variables is ours, for
 * gpu-device-enumeration, and so is looking first. Has not run on a host with a GPU.
 */
export const gpuNodeSteps: readonly GpuNodeStep[] = [
  {
    what: 'see a GPU in the node',
    script: 'nvidia-smi -L',
    cure: 'See whether `nvidia-smi` works on this machine, and whether `docker run --rm -v /dev/null:/var/run/nvidia-container-devices/all debian nvidia-smi -L` does.',
  },
  {
    what: 'install the container toolkit in the node',
    cure: 'Let the node reach deb.debian.org and nvidia.github.io: see the proxy and the firewall of Docker, and the clock.',
    script: `
source=https://nvidia.github.io/libnvidia-container
keyring=/usr/share/keyrings/nvidia-container-toolkit.gpg
apt-get update -qq
apt-get install -y -qq gpg
curl -fsSL $source/gpgkey | gpg --batch --yes --dearmor -o $keyring
echo "deb [signed-by=$keyring] $source/stable/deb/$(dpkg --print-architecture) /" > /etc/apt/sources.list.d/nvidia-container-toolkit.list
apt-get update -qq
apt-get install -y -qq nvidia-container-toolkit
`,
  },
  {
    what: 'make containerd of the node know the NVIDIA runtime, which takes devices from the device plugin alone',
    cure: 'Name a node image of a newer release with --kind-image: nvidia-ctk and its containerd may not fit each other.',
    script: `
nvidia-ctk runtime configure --runtime=containerd --config-source=command
nvidia-ctk config --in-place --set accept-nvidia-visible-devices-as-volume-mounts=true
nvidia-ctk config --in-place --set accept-nvidia-visible-devices-envvar-when-unprivileged=false
systemctl restart containerd
`,
  },
  {
    // Else the driver makes device files for every GPU in whatever container asks it something. Toolkits since 1.19 have hidden
    // the file already when they made the node; older ones hide the whole folder, which has to go first.
    what: 'keep the driver from making device files in containers of the node',
    cure: 'Update nvidia-container-toolkit on this machine to 1.19 or newer, which does that itself.',
    script: `
params=/proc/driver/nvidia/params
if ! grep -q '^ModifyDeviceFiles: 0$' $params; then
  umount -R /proc/driver/nvidia || true
  sed 's/^ModifyDeviceFiles: 1$/ModifyDeviceFiles: 0/' $params > /root/gpu-params
  mount --bind /root/gpu-params $params
fi
grep -q '^ModifyDeviceFiles: 0$' $params
`,
  },
];
