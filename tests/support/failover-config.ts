/** How the drill's etcd, Patroni and HAProxy are configured: as docs/operations.md asks for it, as far as a machine alone can. */
import { join } from 'node:path';

export const SUPERUSER_PASSWORD = 'drill-superuser';

export interface NodePlace {
  readonly name: string;
  readonly rest: number;
  readonly port: number;
  readonly data: string;
}

/** As docs/operations.md asks for it, with the shortest times Patroni takes. */
export function patroniConfig({ name, rest, port, data }: NodePlace, etcd: number, binaries: string | undefined) {
  const local = (login: string, database: string) => `host ${database} ${login} 127.0.0.1/32 scram-sha-256`;
  return {
    scope: 'drill',
    name,
    restapi: { listen: `127.0.0.1:${rest}`, connect_address: `127.0.0.1:${rest}` },
    etcd3: { host: `127.0.0.1:${etcd}` },
    bootstrap: {
      dcs: {
        ttl: 20,
        loop_wait: 3,
        retry_timeout: 5,
        primary_start_timeout: 0,
        master_start_timeout: 0,
        synchronous_mode: true,
        postgresql: {
          use_pg_rewind: true,
          parameters: { max_connections: 100, shared_buffers: '64MB', synchronous_commit: 'on' },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }],
      pg_hba: [local('replicator', 'replication'), local('all', 'all')],
    },
    postgresql: {
      listen: `127.0.0.1:${port}`,
      connect_address: `127.0.0.1:${port}`,
      data_dir: join(data, 'data'),
      bin_dir: binaries,
      pgpass: join(data, 'pgpass'),
      authentication: {
        superuser: { username: 'postgres', password: SUPERUSER_PASSWORD },
        replication: { username: 'replicator', password: SUPERUSER_PASSWORD },
        rewind: { username: 'rewind', password: SUPERUSER_PASSWORD },
      },
      parameters: { unix_socket_directories: data },
    },
  };
}

export function balancerConfig(port: number, nodes: readonly NodePlace[]): string {
  const servers = nodes.map(
    ({ name, port: server, rest }) => `  server ${name} 127.0.0.1:${server} check port ${rest}`,
  );
  return `global
  maxconn 400
defaults
  mode tcp
  timeout connect 3s
  timeout client 30m
  timeout server 30m
  timeout check 2s
listen postgres
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}

export function etcdArguments(data: string, port: number, peer: number): string[] {
  const [clients, peers] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peer}`];
  return [
    ...['--name', 'drill', '--data-dir', data, '--unsafe-no-fsync'],
    ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers],
    ...['--initial-cluster', `drill=${peers}`],
  ];
}
