/** How to run a command that only root may run, without being asked anything. */
export function asRoot(command) {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const [first, ...args] = process.getuid() === 0 ? environment : ['sudo', '-n', ...environment];
  return { command: first, args: [...args, command] };
}
