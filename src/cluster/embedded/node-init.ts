/**
 * PID 1 of the node, for any POSIX shell. Arguments: the cluster's folder, then pairs of a path below
 * `/run/tenantproof` and the program on the host that appears there. It prints `ready <its pid on the host>`,
 * then lives until its standard input ends. A line `keep` before that makes it live on.
 * In `wait` it collects orphans, as PID 1 has to.
 *
 * - The programs and the folder are bound before anything hides their paths.
 * - `/run`, `/var/lib` and `/var/log` are the node's own: the kubelet, containerd and CNI write there
 *   whatever their flags say (`/var/log/containers`, `/var/lib/cni`).
 * - The kubelet sets six kernel tunables of the whole machine (kubelet `setupKernelTunables`): it finds
 *   them set, in files that cover the real ones, so the host's stay as they are.
 */
export const nodeInitScript = `
set -eu
folder=$1; shift
read -r pid rest </proc/self/stat
mount -n --make-rprivate /
stage=$folder/run
mkdir -p "$stage" "$folder/kubelet" "$folder/containerd" "$folder/pod-logs"
mount -n -t tmpfs -o mode=0755 tmpfs "$stage"
own=$stage/tenantproof
mkdir -p "$own/programs/cni" "$own/config/cni" "$own/etcd" "$own/disk" "$own/tunables"
mkdir -m 0700 "$own/pki"
while [ $# -gt 1 ]; do
  : >"$own/$1"
  mount -n --bind "$2" "$own/$1"
  shift 2
done
mount -n --bind "$folder" "$own/disk"
mount -n --move "$stage" /run
own=/run/tenantproof
mount -n -t proc proc /proc
mount -n -t tmpfs -o mode=0755 tmpfs /var/lib
mount -n -t tmpfs -o mode=0755 tmpfs /var/log
mkdir /var/lib/kubelet /var/lib/containerd /var/log/pods
mount -n --bind $own/disk/kubelet /var/lib/kubelet
mount -n --bind $own/disk/containerd /var/lib/containerd
mount -n --bind $own/disk/pod-logs /var/log/pods
while read -r tunable value; do
  [ -e /proc/sys/$tunable ] || continue
  cover=$own/tunables/\${tunable##*/}
  echo $value >$cover
  mount -n --bind $cover /proc/sys/$tunable
done <<TUNABLES
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
TUNABLES
hostname node-1
ip link set lo up
ip address add 10.96.0.1/32 dev lo
echo 1 >/proc/sys/net/ipv4/ip_forward
exec 3<&0
echo "ready $pid"
{ read -r word && [ "$word" = keep ] && exec tail -f /dev/null; } <&3 &
wait $!
`;
