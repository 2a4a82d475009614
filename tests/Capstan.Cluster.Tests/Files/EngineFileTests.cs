using Capstan.Cluster.Files;
using Capstan.Core.Stacks;
using Capstan.Database.Engines;

namespace Capstan.Cluster.Tests.Files;

public sealed class EngineFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "engine.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Passwords_ForTheOwnerAlone()
    {
        Example.Write(Path);
        Example.Write(Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Example.Write(Path);
        var read = EngineFile.Read(Path);
        Assert.Equal(Example.Broker.Hosts, read.Broker.Hosts);
        Assert.Equal(Example.Ensemble.Hosts, read.Ensemble.Hosts);
        Assert.Equal(Example, read with { Broker = read.Broker with { Hosts = Example.Broker.Hosts }, Ensemble = read.Ensemble with { Hosts = Example.Ensemble.Hosts } });
    }

    [Fact]
    public void Read_NoFile_SaysWhoWritesIt() => Assert.Contains(Path, Assert.Throws<EngineException>(() => EngineFile.Read(Path)).Message, StringComparison.Ordinal);

    private static EngineFile Example { get; } = new()
    {
        Database = "main",
        Broker = new BrokerSpec { Hosts = [new HostPort("127.0.0.1", 5672), new HostPort("::1", 5673)], VirtualHost = "a/b", User = "u", Password = "p\"w", Tls = new ServerTlsSpec { Authorities = "PEM\n", ServerName = "rabbit", Certificate = "own", Key = "secret" } },
        Ensemble = new EnsembleSpec { Hosts = [new HostPort("127.0.0.1", 2181)], Path = "/capstan/x", User = "z", Password = "q" },
        Session = TimeSpan.FromSeconds(4),
        QueueLimit = 77,
        Files = "/somewhere/snapshots",
    };
}
