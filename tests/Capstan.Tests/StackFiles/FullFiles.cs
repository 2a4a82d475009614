using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Capstan.Tests.StackFiles;

/// <summary>Files that set every key to something other than its default.</summary>
internal static class FullFiles
{
    public const string Process = """
        x-health: &health { path: /healthz, interval: 2s, timeout: 700ms, failures: 4, successes: 5, grace: 1m30s }
        name: full
        runtime: process
        gateway:
          listen: 127.0.0.1:7080
          plane: general
          tls: { listen: "0.0.0.0:7443", certificate: cert.pem, key: key.pem }
          trust_forwarded: [10.0.0.0/8, "fd00::/8"]
          access_log: { path: logs/access.log, format: common, sample: 0.25 }
          limits:
            connections: 100
            header_bytes: 16KiB
            headers: 50
            request_line: 4k
            body: 10MB
            header_timeout: 5s
            idle_timeout: 1m
            minimum_rate: 100
        admin: { listen: 127.0.0.1:7900 }
        telemetry: { otlp: "http://127.0.0.1:4317" }
        services:
          web:
            command: [./web, --fast]
            working_dir: ./bin
            environment: { MODE: live }
            routes: [/api, example.com/shop, { path: /only, host: Example.org }]
            ports: 8000-8099
            publish: 0.0.0.0
            protocol: h2c
            balance: power_of_two
            slow_start: 20s
            scale: { requests: 30, edge: same, window: 5s, min: 2, max: 20, exclude: [/healthz] }
            health: *health
            limits: { timeout: 10s, in_flight: 200, rate: 12.5, body: 1MiB, hold: 3s, hold_queue: 10, retry_budget: 0.5 }
            drain: 1s
            stop_grace: 2s
          fixed:
            command: [./fixed]
            replicas: 3
          elsewhere:
            targets: ["10.0.0.5:80", "[fd00::5]:8080"]
            balance: least_requests
        databases:
          main:
            listen: 127.0.0.1:7081
            image: registry.example.com/capstan:7
            schema: schema.sql
            scale: { reads: 30, edge: next, window: 5s, min: 2, max: 20 }
            open: true
            auth: token
            queues: embedded
            membership: embedded
            session: 2s
            hang: 20s
            deadline: 5s
            queue_limit: 500
            max_staleness: 1s
            scrub: 12h
            idempotency: { retain: 2h, max: 1000 }
            snapshot: { records: 5000, bytes: 8MiB }
          second:
            listen: 127.0.0.1:7082
            followers: 3
            queues:
              url: "amqps://capstan@rabbit/second"
              password_file: rabbit.secret
              tls: { ca: cert.pem, server_name: rabbit.example.com, certificate: cert.pem, key: key.pem }
            membership:
              url: "zookeepers://capstan@zoo/second"
              password_file: zookeeper.secret
              tls: { ca: cert.pem, server_name: zoo.example.com, certificate: cert.pem, key: key.pem }
        """;

    public const string Docker = """
        name: full-docker
        runtime: docker
        services:
          acts:
            image: registry.example.com:5000/team/acts:1.2
            command: [serve]
            environment:
              - TEAM_ID=CC_1
              - EMPTY=
            ports: 8000
            port: 8080
            volumes: [data:/data, "./seed:/seed:ro"]
            user: app:app
            read_only: false
            memory: 64MiB
            cpus: 1.5
            pids: 50
        """;

    /// <summary>Makes the files that the two name.</summary>
    public static void Prepare(StackFileFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "bin"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "seed"));
        folder.Add("rabbit.secret", "one");
        folder.Add("zookeeper.secret", "two");
        folder.Add("schema.sql", "CREATE TABLE item(id INTEGER PRIMARY KEY);");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        folder.Add("cert.pem", certificate.ExportCertificatePem());
        folder.Add("key.pem", key.ExportPkcs8PrivateKeyPem());
    }
}
