using System.Globalization;
using Capstan.Control;
using Capstan.Screens;

namespace Capstan.Commands;

/// <summary>A status for people: a heading, tables of services, replicas, databases and workers, and what is wrong.</summary>
internal static class StatusText
{
    /// <summary>Writes it.</summary>
    public static void Write(StackStatus status, DateTimeOffset now, CliConsole console)
    {
        console.Out.WriteLine($"Stack {status.Stack} is {status.State} on {status.Runtime}, up {Humane.Span(now - status.Since)}, pid {status.Pid}");
        console.Out.WriteLine($"Gateway {string.Join(" ", status.Gateway)}   Admin {status.Admin}");
        if (status.Services.Count > 0)
        {
            console.Out.WriteLine();
            Services(status).Write(console);
            console.Out.WriteLine();
            Replicas(status, now).Write(console);
        }

        if (status.Databases.Count > 0)
            DatabaseText.Write(status, now, console);
        foreach (var service in status.Services.Where(service => service.Window is not null))
        {
            console.Out.WriteLine();
            console.Out.WriteLine($"{service.Name}: {WindowText.Of(service.Window!, now)}");
        }

        foreach (var service in status.Services.Where(service => service.Update is not null))
            console.Out.WriteLine($"{service.Name}: {service.Update}");
        foreach (var database in status.Databases.Where(database => database.Window is not null))
            console.Out.WriteLine($"{database.Name}: {WindowText.Of(database.Window!, now, "read", "follower")}");
        foreach (var problem in status.Problems)
            console.Out.WriteLine("! " + problem);
    }

    private static TextTable Services(StackStatus status)
    {
        var table = new TextTable("Service", "Ready", "Wanted", "Req/s", "In flight", "Held", "Requests", "Errors", "Routes");
        foreach (var service in status.Services)
        {
            var (ready, wanted) = ServiceLines.ReadyOf(service);
            table.Add(
                service.Name,
                Number(ready),
                Number(wanted),
                Humane.Rate(service.RequestsPerSecond),
                Number(service.InFlight),
                Number(service.Held),
                Number(service.Requests),
                Number(service.Errors),
                string.Join(" ", service.Routes));
        }

        return table;
    }

    private static TextTable Replicas(StackStatus status, DateTimeOffset now)
    {
        var table = new TextTable("Replica", "Port", "Runs as", "State", "For", "Requests", "In flight", "Health");
        foreach (var service in status.Services)
        {
            foreach (var replica in service.Replicas)
            {
                var note = string.Join("; ", new[] { replica.Health, replica.Ejected ? "ejected" : null, replica.Detail }.OfType<string>());
                table.Add(
                    $"{service.Name}/{replica.Slot}", Number(replica.Port), ServiceLines.RunsAs(replica), replica.State,
                    Humane.Span(now - replica.Since), Number(replica.Requests), Number(replica.InFlight), note);
            }

            foreach (var target in service.Targets)
            {
                var note = string.Join("; ", new[] { target.Health, target.Ejected ? "ejected" : null }.OfType<string>());
                table.Add(
                    service.Name, target.Address, "elsewhere", target.State, Humane.Span(now - target.Since), Number(target.Requests), Number(target.InFlight), note);
            }
        }

        return table;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
