using Capstan.Core.Stacks;
using Capstan.Core.Stacks.Changes;

namespace Capstan.Core.Tests.Stacks;

public sealed class StackChangesTests
{
    private static readonly ServiceSpec Acts = new()
    {
        Name = "acts",
        Template = new ReplicaTemplate { Command = ["acts"] },
        Routes = [new RouteSpec("/api")],
        Ports = new PortRange(8000, 8009),
    };

    private static readonly StackSpec Stack = new() { Name = "shop", Folder = "/shop", Services = [Acts] };

    [Fact]
    public void Describe_EqualStacks_IsEmpty() =>
        Assert.Empty(StackChanges.Describe(Stack, Stack with { Services = [Acts with { Routes = [new RouteSpec("/api")], Health = new HealthSpec() }] }));

    [Fact]
    public void Describe_WhatTheStackIsBuiltOn_IsRefusedWithTheRemedy()
    {
        var changed = Stack with
        {
            Name = "store",
            Runtime = RuntimeKind.Docker,
            Gateway = Stack.Gateway with
            {
                Listen = new HostPort("0.0.0.0", 80),
                Tls = new TlsSpec(new HostPort("0.0.0.0", 443), "/c", "/k"),
                TrustForwarded = ["10.0.0.0/8"],
                Plane = GatewayPlane.General,
                AccessLog = new AccessLogSpec { Path = "/log", Sample = 0.5 },
                Limits = new GatewayLimits { Connections = 5 },
            },
            Admin = new AdminSpec { Listen = new HostPort("127.0.0.1", 9901) },
            Telemetry = new TelemetrySpec { Otlp = new Uri("http://127.0.0.1:4317") },
            Services = [Acts with { Ports = new PortRange(8000, 8019), Publish = "0.0.0.0" }],
        };

        var changes = StackChanges.Describe(Stack, changed);

        Assert.All(changes, change => Assert.Equal(StackChangeKind.Refused, change.Kind));
        Assert.All(changes, change => Assert.EndsWith("; run 'capstan down', then 'capstan up'.", change.Sentence));
        Assert.Equal(
            [
                "name cannot change from shop to store while the stack runs",
                "runtime cannot change from process to docker while the stack runs",
                "gateway.listen cannot change from 127.0.0.1:8080 to 0.0.0.0:80 while the stack runs",
                "gateway.plane cannot change from fast to general while the stack runs",
                "gateway.tls cannot change from none to 0.0.0.0:443 (/c, /k) while the stack runs",
                "gateway.trust_forwarded cannot change from [] to [10.0.0.0/8] while the stack runs",
                "gateway.access_log cannot change from none to /log (json, sample 0.5) while the stack runs",
                "gateway.limits cannot change while the stack runs",
                "admin.listen cannot change from none to 127.0.0.1:9901 while the stack runs",
                "telemetry.otlp cannot change from none to http://127.0.0.1:4317/ while the stack runs",
                "acts: ports cannot change from 8000-8009 to 8000-8019 while the stack runs",
                "acts: publish cannot change from 127.0.0.1 to 0.0.0.0 while the stack runs",
            ],
            changes.Select(change => change.Sentence[..change.Sentence.IndexOf(';')]));
    }

    [Fact]
    public void Describe_SettingsOfRequests_AreLive()
    {
        var changes = Service(Acts with
        {
            Routes = [new RouteSpec("/api"), new RouteSpec("/x", "a.example")],
            Scale = new ScaleSpec { Window = TimeSpan.FromSeconds(90) },
            Replicas = 2,
            Health = new HealthSpec { Path = "/up" },
            Protocol = UpstreamProtocol.H2c,
            Balance = BalancePolicy.LeastRequests,
            SlowStart = TimeSpan.FromMilliseconds(1_500),
            Limits = new RequestLimits { Rate = 0.0001 },
            Drain = TimeSpan.FromMinutes(2),
            StopGrace = TimeSpan.Zero,
        });

        Assert.All(changes, change => Assert.Equal((StackChangeKind.Live, "acts"), (change.Kind, change.Service)));
        Assert.Equal(10, changes.Count);
        Assert.Contains("acts: routes changes from [/api] to [/api, a.example/x], at once.", changes.Select(change => change.Sentence));
        Assert.Contains("acts: slow_start changes from 10s to 1500ms, at once.", changes.Select(change => change.Sentence));
        Assert.Contains(
            "acts: scale changes from none to requests 20, edge next, window 90s, 1 to 10, exclude [], at once.", changes.Select(change => change.Sentence));
    }

    [Fact]
    public void Describe_EverySettingOfTheTemplate_ReplacesTheReplicasAndIsNamed()
    {
        var template = new ReplicaTemplate
        {
            Image = "acts",
            Command = ["acts", "--fast"],
            WorkingFolder = "/bin",
            Environment = new Dictionary<string, string> { ["SECRET"] = "hidden" },
            ContainerPort = 81,
            Volumes = [new VolumeSpec("data", "/data", false, false)],
            User = "1",
            ReadOnly = false,
            Memory = 1,
            Cpus = 1,
            Pids = 1,
        };

        var change = Assert.Single(Service(Acts with { Template = template }));

        Assert.Equal(StackChangeKind.Restart, change.Kind);
        Assert.Equal(
            "acts: image, command, working_dir, environment, port, volumes, user, read_only, memory, cpus, pids changed; "
            + "its replicas are replaced one after the other.",
            change.Sentence);
    }

    [Fact]
    public void Describe_ServicesThatComeAndGo_AreTold()
    {
        var users = new ServiceSpec { Name = "users", Template = new ReplicaTemplate(), Replicas = 3 };
        var old = new ServiceSpec { Name = "old", Targets = [new HostPort("a", 1)] };

        Assert.Equal(
            ["users: new; 3 replicas are started.", "acts: removed; its replicas are drained and stopped."],
            StackChanges.Describe(Stack, Stack with { Services = [users] }).Select(change => change.Sentence));
        Assert.Equal(
            ["old: new; its target gets requests."],
            StackChanges.Describe(Stack, Stack with { Services = [Acts, old] }).Select(change => change.Sentence));
        Assert.Equal(
            ["old: removed; its targets get no more requests."],
            StackChanges.Describe(Stack with { Services = [Acts, old] }, Stack).Select(change => change.Sentence));
    }

    [Fact]
    public void Describe_ReplicasThatBecomeTargets_AreStopped()
    {
        var changes = Service(Acts with { Template = null, Targets = [new HostPort("10.0.0.5", 80)] });

        Assert.Equal(
            ["acts: its replicas are drained and stopped, and its targets get the requests.", "acts: targets changes from [] to [10.0.0.5:80], at once."],
            changes.Select(change => change.Sentence));
    }

    private static IReadOnlyList<StackChange> Service(ServiceSpec changed) => StackChanges.Describe(Stack, Stack with { Services = [changed] });

    [Fact]
    public void Describe_FollowersScalingAndHangOfADatabase_HoldAtOnce()
    {
        var main = new DatabaseSpec { Name = "main" };
        var changed = main with { Followers = 3, Scale = new ScaleSpec { Edge = ScaleEdge.Same, Window = TimeSpan.FromSeconds(5) }, Hang = TimeSpan.FromSeconds(40) };

        var changes = StackChanges.Describe(Stack with { Databases = [main] }, Stack with { Databases = [changed] });

        Assert.All(changes, change => Assert.Equal((StackChangeKind.Live, "main"), (change.Kind, change.Service)));
        Assert.Equal(
            [
                "main: followers changes from 1 to 3, at once.",
                "main: scale changes from none to reads 20, edge same, window 5s, 1 to 10, at once.",
                "main: hang changes from 30s to 40s, at once.",
            ],
            changes.Select(change => change.Sentence));
    }

    [Fact]
    public void Describe_ServersOfADatabase_AreRefusedWithoutTheirPasswords()
    {
        var on = new DatabaseSpec
        {
            Name = "main",
            Broker = new BrokerSpec { Hosts = [new HostPort("a", 1)], User = "u", Password = "first" },
            Ensemble = new EnsembleSpec { Hosts = [new HostPort("z", 2)], Path = "/p", User = "u", Password = "first" },
        };
        var other = on with { Broker = on.Broker with { Password = "second" }, Ensemble = on.Ensemble with { Password = "second" } };

        string[] Between(DatabaseSpec old, DatabaseSpec changed) =>
            [.. StackChanges.Describe(Stack with { Databases = [old] }, Stack with { Databases = [changed] }).Select(change => change.Sentence)];

        const string Remedy = "run 'capstan down', then 'capstan up'.";
        Assert.Empty(Between(on, on with { Broker = on.Broker with { Hosts = [new HostPort("a", 1)] } }));
        Assert.Equal(
            [$"main: the password of queues cannot change while the stack runs; {Remedy}", $"main: the password of membership cannot change while the stack runs; {Remedy}"],
            Between(on, other));
        Assert.Equal(
            [
                $"main: queues cannot change from amqp://u@a:1/%2F to embedded while the stack runs; {Remedy}",
                $"main: membership cannot change from zookeeper://u@z:2/p to embedded while the stack runs; {Remedy}",
            ],
            Between(on, on with { Broker = null, Ensemble = null }));
    }

    [Fact]
    public void Describe_TrustInServers_IsRefusedWithoutItsKeys()
    {
        var tls = new ServerTlsSpec { Authorities = "first", Certificate = "own", Key = "secret" };
        var on = new DatabaseSpec
        {
            Name = "main",
            Broker = new BrokerSpec { Hosts = [new HostPort("a", 1)], Tls = tls },
            Ensemble = new EnsembleSpec { Hosts = [new HostPort("z", 2)], Path = "/p", Tls = tls },
        };
        var other = on with { Broker = on.Broker with { Tls = tls with { Key = "other secret" } }, Ensemble = on.Ensemble with { Tls = tls with { ServerName = "z" } } };
        Assert.Empty(StackChanges.Describe(Stack with { Databases = [on] }, Stack with { Databases = [on with { Broker = on.Broker with { Tls = tls with { } } }] }));
        Assert.Equal(
            [
                "main: tls of queues cannot change while the stack runs; run 'capstan down', then 'capstan up'.",
                "main: tls of membership cannot change while the stack runs; run 'capstan down', then 'capstan up'.",
            ],
            StackChanges.Describe(Stack with { Databases = [on] }, Stack with { Databases = [other] }).Select(change => change.Sentence));
    }

    [Fact]
    public void Describe_WhatADatabaseIsBuiltOn_IsRefused()
    {
        var main = new DatabaseSpec { Name = "main" };
        var changed = new DatabaseSpec
        {
            Name = "main",
            Listen = new HostPort("127.0.0.1", 1),
            Schema = "/s.sql",
            IsOpen = true,
            Session = TimeSpan.FromSeconds(5),
            Deadline = TimeSpan.FromSeconds(5),
            QueueLimit = 5,
            MaxStaleness = TimeSpan.FromSeconds(1),
            KeyLimit = 5,
            SnapshotRecords = 500,
        };

        var changes = StackChanges.Describe(Stack with { Databases = [main] }, Stack with { Databases = [changed] });

        Assert.Equal(9, changes.Count);
        Assert.All(changes, change => Assert.Equal(StackChangeKind.Refused, change.Kind));
        Assert.All(changes, change => Assert.EndsWith("; run 'capstan down', then 'capstan up'.", change.Sentence));
    }

    [Theory]
    [InlineData(0, 1, "main: a database cannot come while the stack runs; run 'capstan down', then 'capstan up'.")]
    [InlineData(1, 0, "main: a database cannot go while the stack runs; its data is kept; run 'capstan down', then 'capstan up'.")]
    public void Describe_DatabaseThatComesOrGoes_IsRefused(int before, int after, string sentence)
    {
        StackSpec With(int databases) => Stack with { Databases = [.. Enumerable.Repeat(new DatabaseSpec { Name = "main" }, databases)] };

        var change = Assert.Single(StackChanges.Describe(With(before), With(after)));

        Assert.Equal((StackChangeKind.Refused, sentence), (change.Kind, change.Sentence));
    }
}
