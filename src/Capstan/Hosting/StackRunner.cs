using System.Collections.Concurrent;
using Capstan.Admin;
using Capstan.Containers;
using Capstan.Control;
using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.Events;
using Capstan.Gateway;
using Capstan.Health;
using Capstan.Hosting.Databases;
using Capstan.Metrics;
using Capstan.State;
using Microsoft.Extensions.Logging;

namespace Capstan.Hosting;

/// <summary>The composition root: puts a stack's parts together in the one order in which a failure leaves nothing behind.</summary>
internal sealed class StackRunner(TimeProvider time, Func<double> chance) : IStackRunner
{
    private const int Failed = 1;
    private const int RunsAlready = 4;

    public async Task<RunOutcome> RunAsync(StackRun run, IStackObserver observer, RunSignals signals)
    {
        try
        {
            using var held = StackLock.TryTake(run.StateFolder);
            if (held is null)
                return new RunOutcome(RunsAlready, $"The stack '{run.Spec.Name}' is running already. 'capstan reload' takes over a changed file, 'capstan down' stops it.");
            return await RunLockedAsync(run, observer, signals);
        }
        catch (OperationCanceledException) when (signals.AtOnce.IsCancellationRequested)
        {
            return new RunOutcome(0);
        }
        catch (Exception fault) when (fault is RuntimeUnavailableException or ListenException or EngineException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new RunOutcome(Failed, fault.Message);
        }
    }

    public async Task<RunOutcome> RemoveLeftoversAsync(StackRun run, CancellationToken cancellationToken)
    {
        try
        {
            using var held = StackLock.TryTake(run.StateFolder);
            if (held is null)
                return new RunOutcome(RunsAlready, $"The stack '{run.Spec.Name}' is running.");
            var warnings = new ConcurrentQueue<string>();
            await using var runtime = await StackRuntime.OpenAsync(run, time, warnings.Enqueue, cancellationToken);
            var left = await runtime.Containers.ListAsync(cancellationToken);
            var graces = run.Spec.Services.ToDictionary(service => service.Name, service => service.StopGrace);
            await Task.WhenAll(left.Select(replica =>
                runtime.Containers.StopAsync(replica.Id, graces.GetValueOrDefault(replica.Id.Service, TimeSpan.FromSeconds(10)), cancellationToken)));
            var state = new StateFile(run.StateFolder);
            state.Write(state.Read().Cleaned());
            var removed = left.Count == 0 ? [] : new[] { $"Removed {string.Join(", ", left.Select(replica => replica.Id))}." };
            return new RunOutcome(0, string.Join(' ', removed.Concat(warnings)) is { Length: > 0 } said ? said : null);
        }
        catch (Exception fault) when (fault is RuntimeUnavailableException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new RunOutcome(Failed, fault.Message);
        }
    }

    private async Task<RunOutcome> RunLockedAsync(StackRun run, IStackObserver observer, RunSignals signals)
    {
        using var events = new EventLog(run.StateFolder, time);
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(new EventLoggerProvider(events)));
        if (SqliteNeed.Fault(run.Spec) is { } noSqlite)
            return new RunOutcome(Failed, noSqlite);
        // The guard ends what an earlier controller left, workers too, before their engine is opened again.
        await using var runtime = await StackRuntime.OpenAsync(run, time, sentence => events.Append(EventKinds.Warning, sentence), signals.AtOnce);
        await using var databases = await HostedDatabases.OpenAsync(run.Spec, run.StateFolder, new WorkerPlaces(run.StateFolder, runtime.Docker), time, signals.AtOnce);
        using var probe = new HttpHealthProbe(time);
        var gateway = GatewayHost.Create(run.Spec.Gateway, time, loggers);
        await using var ownedGateway = gateway.ConfigureAwait(false);
        // The public address comes first: when it is taken, nothing has been started yet.
        gateway.Plane.Configure(run.Spec.Services);
        var listening = await gateway.StartAsync(signals.AtOnce);
        var admin = "";
        var parts = new ControlParts
        {
            Runtime = runtime.Containers,
            Faults = runtime.Faults,
            Logs = runtime.Logs,
            Images = runtime.Images,
            Plane = gateway.Plane,
            Probe = probe,
            Events = events,
            State = new StateFile(run.StateFolder),
            StateFolder = run.StateFolder,
            Time = time,
            Chance = chance,
            Databases = databases.Parts,
        };
        using var controller = new StackController(run.Spec, parts, () => new StackAddresses(UrlsOf(listening), admin));
        await databases.ListenAsync(controller, events, loggers, signals.AtOnce);
        var reloader = new StackReloader(run, controller, events);
        await using var server = await AdminServer.StartAsync(AdminPartsOf(run, controller, events, runtime, gateway, reloader, loggers), signals.AtOnce);
        admin = server.Address;
        controller.Announce();
        using var otlp = run.Spec.Telemetry.Otlp is { } receiver
            ? new OtlpExport(new StackMetrics(controller, gateway.Plane, events), run.Spec.Name, receiver)
            : null;
        var life = new StackLife(controller, gateway, run.Spec);
        observer.Started(new RunningStack(controller, events, reloader, server.Address));
        return await RunAsync(life, databases, signals, events);
    }

    /// <summary>Runs to the end that was asked for, or until a database can go on no longer: then at once, since nothing it says counts.</summary>
    private static async Task<RunOutcome> RunAsync(StackLife life, HostedDatabases databases, RunSignals signals, EventLog events)
    {
        using var atOnce = CancellationTokenSource.CreateLinkedTokenSource(signals.AtOnce);
        var running = life.RunAsync(signals with { AtOnce = atOnce.Token });
        var faulted = databases.FaultedAsync();
        if (await Task.WhenAny(running, faulted) == running)
        {
            await running;
            return new RunOutcome(0);
        }

        var sentence = await faulted;
        events.Append(EventKinds.DatabaseFailed, sentence);
        await atOnce.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new RunOutcome(Failed, sentence);
    }

    private AdminParts AdminPartsOf(
        StackRun run, StackController controller, EventLog events, StackRuntime runtime, GatewayHost gateway, StackReloader reloader, ILoggerFactory loggers) => new()
        {
            Stack = run.Spec.Name,
            Listen = run.Spec.Admin,
            StateFolder = run.StateFolder,
            Control = controller,
            Events = events,
            Logs = runtime.Logs,
            DataPlane = gateway.Plane,
            Reloader = reloader,
            Time = time,
            Loggers = loggers,
        };

    private static IReadOnlyList<string> UrlsOf(GatewayAddresses addresses)
    {
        List<string> urls = [$"http://{Reachable(addresses.Plain)}"];
        if (addresses.Tls is { } tls)
            urls.Add($"https://{Reachable(tls)}");
        return urls;
    }

    // What listens on every interface is shown by an address that a browser on this machine can open.
    private static HostPort Reachable(HostPort address) => address with { Host = TargetPublisher.HostOf(address.Host) };
}
