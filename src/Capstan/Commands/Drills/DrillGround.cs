using Capstan.Client;
using Capstan.Commands.Databases;
using Capstan.Control;
using Capstan.Control.Databases;
using Capstan.Core.Drills;
using Capstan.Core.Replicas;
using Capstan.Drills.Loads;
using Capstan.Hosting.Databases;

namespace Capstan.Commands.Drills;

/// <summary>Where a drill takes place: the one database or service that it is about.</summary>
internal sealed record DrillGround
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How its database is asked; null for a service.</summary>
    public DatabaseClientOptions? Database { get; init; }

    /// <summary>What its service is asked for; null for a database.</summary>
    public ServiceAddress? Service { get; init; }

    /// <summary>Followers of the database.</summary>
    public int Followers { get; init; }

    /// <summary>Finds it in a running stack.</summary>
    /// <exception cref="AdminException">There is none, there are several, or nobody may be injured now.</exception>
    public static DrillGround Find(DrillPlan plan, StackStatus status, StackPlace place, TimeProvider time)
    {
        var known = plan.Fault.IsOfDatabase ? status.Databases.Select(database => database.Name).ToList() : [.. status.Services.Select(service => service.Name)];
        var (what, option) = plan.Fault.IsOfDatabase ? ("database", "--database") : ("service", "--service");
        if (known.Count == 0)
            throw new AdminException($"The stack '{place.Name}' has no {what}, and {plan.Fault.Word} needs one.", []);
        if (plan.Name is null && known.Count > 1)
            throw new AdminException($"The stack '{place.Name}' has several {what}s; name one with {option}: {string.Join(", ", known)}.", []);
        var name = plan.Name ?? known[0];
        if (!known.Contains(name))
            throw new AdminException($"The stack '{place.Name}' has no {what} '{name}'; it has: {string.Join(", ", known)}.", []);
        return plan.Fault.IsOfDatabase
            ? OfDatabase(plan, status.Databases.First(database => database.Name == name), place, time)
            : OfService(plan, status.Services.First(service => service.Name == name), status.Gateway[0]);
    }

    private static DrillGround OfDatabase(DrillPlan plan, DatabaseStatus database, StackPlace place, TimeProvider time)
    {
        Check(plan, new DrillGroup
        {
            Name = database.Name,
            IsDatabase = true,
            Trouble = database.Trouble ?? "",
            Wanted = database.Followers,
            Members = [.. database.Workers.Where(worker => worker.Pid is not null).Select(worker => new DrillMember(
                new ReplicaId(database.Name, worker.Slot, worker.Generation), worker.Pid!.Value, worker is { State: "ready", Role: not null }, worker.Role == "leader", default))],
        });
        var token = DatabaseTokenFile.Read(Path.Combine(WorkerFolders.DatabaseFolder(place.StateFolder, database.Name), DatabaseTokens.FileName));
        return new DrillGround
        {
            Name = database.Name,
            Followers = database.Followers,
            Database = new DatabaseClientOptions { Address = new Uri(database.Address), Token = token, Time = time },
        };
    }

    private static DrillGround OfService(DrillPlan plan, ServiceStatus service, string gateway)
    {
        Check(plan, new DrillGroup
        {
            Name = service.Name,
            IsDatabase = false,
            Trouble = service.Update is null ? "" : "an update is under way",
            Wanted = service.Wanted,
            Members = [.. service.Replicas.Select(replica => new DrillMember(
                new ReplicaId(service.Name, replica.Slot, replica.Generation), replica.Pid ?? 0, replica.State == "ready", false, default))],
        });
        return new DrillGround
        {
            Name = service.Name,
            Service = ServiceAddress.Of(gateway, service.Routes, plan.Path)
                ?? throw new AdminException($"'{service.Name}' has no route, so nobody can call it through the gateway.", []),
        };
    }

    // The stack itself refuses the same; asked first, nobody is bothered with a question, and no table is made in vain.
    private static void Check(DrillPlan plan, DrillGroup group)
    {
        if (DrillTargets.Choose(plan.Fault.Fault, group).Refusal is { } refusal)
            throw new AdminException("Nothing was injected. " + refusal, []);
    }
}
