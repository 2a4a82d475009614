using Capstan.Bench.Databases.Postgres;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Patroni;

/// <summary>A member of a Patroni cluster: Patroni, and the PostgreSQL that it starts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Everything of it.</param>
/// <param name="Port">Where clients of PostgreSQL go.</param>
/// <param name="ApiPort">Where Patroni tells how it stands.</param>
internal sealed record PatroniMember(string Name, string Folder, int Port, int ApiPort)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private string Data => Path.Combine(Folder, "data");

    /// <summary>A new one.</summary>
    public static async Task<PatroniMember> NewAsync(BenchRun run, int number)
    {
        var folder = run.NewFolder("patroni");
        await PostgresUser.OwnAsync(folder, run.Ending);
        return new PatroniMember($"node{number}", folder, FreePorts.One(), FreePorts.One());
    }

    /// <summary>Starts it. All is Patroni's default but the tempo, addresses, folders, and that a commit waits for a standby.</summary>
    public Child Start(string scope, string ensemble, PatroniTempo tempo)
    {
        var file = Path.Combine(Folder, "patroni.yaml");
        File.WriteAllText(
            file,
            $$"""
            scope: {{scope}}
            name: {{Name}}
            zookeeper: { hosts: ["{{ensemble}}"] }
            restapi: { listen: "127.0.0.1:{{ApiPort}}", connect_address: "127.0.0.1:{{ApiPort}}" }
            bootstrap:
              dcs:
                ttl: {{tempo.Ttl}}
                loop_wait: {{tempo.LoopWait}}
                retry_timeout: {{tempo.RetryTimeout}}
                primary_start_timeout: {{tempo.PrimaryStartTimeout}}
                synchronous_mode: true
                postgresql: { use_pg_rewind: true }
              initdb: [{ encoding: UTF8 }, data-checksums]
            postgresql:
              listen: 127.0.0.1:{{Port}}
              connect_address: 127.0.0.1:{{Port}}
              data_dir: {{Data}}
              bin_dir: {{Path.GetDirectoryName(PostgresUser.Program("postgres"))}}
              pgpass: {{Path.Combine(Folder, "pgpass")}}
              authentication:
                superuser: { username: postgres, password: bench }
                replication: { username: replicator, password: bench }
              parameters: { unix_socket_directories: "" }
              pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
            """);
        var command = PostgresUser.Become("patroni", file);
        return Child.Start(null, None, command[0], command.Skip(1));
    }

    /// <summary>
    /// Kills all of PostgreSQL and leaves Patroni alone, as a crash does. Not its first process alone: the others live until they notice, and one
    /// of them may acknowledge the next write.
    /// </summary>
    public void KillServer()
    {
        foreach (var pid in ProcessTree.Of(int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First())))
            Signals.Send(pid, Signals.Kill);
    }
}
