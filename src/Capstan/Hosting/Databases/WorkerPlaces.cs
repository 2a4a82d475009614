using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Control.Databases;
using Capstan.Core.Stacks;

namespace Capstan.Hosting.Databases;

/// <summary>Finds out where the workers of databases run: where everything else of their stack does.</summary>
/// <param name="stateFolder">The stack's state folder.</param>
/// <param name="docker">The Docker Engine that runs the stack; null for child processes.</param>
internal sealed partial class WorkerPlaces(string stateFolder, StackDocker? docker)
{
    /// <summary>Looks for what the workers of a database have left.</summary>
    /// <exception cref="RuntimeUnavailableException">The Docker Engine does not answer or refuses.</exception>
    public async Task<IWorkerPlaces> OpenAsync(DatabaseSpec spec, CancellationToken cancellationToken)
    {
        if (docker is null)
            return new WorkerFolders(stateFolder, spec.Name, [.. ThisProgram.Command, ThisProgram.WorkerWord]);
        var options = new WorkerVolumesOptions
        {
            Database = spec.Name,
            Image = spec.Image ?? docker.Own?.Image ?? DatabaseSpec.DefaultImage,
            Command = [ThisProgram.WorkerWord],
            // Snapshots and restore files, in a folder that all share, are for their owner alone.
            User = $"{UserId()}:{GroupId()}",
            Settings = FingerprintOf(spec, spec.Image is null ? docker.Own?.ImageId : null),
            Snapshots = DatabaseEngines.SharedFolder(WorkerFolders.DatabaseFolder(stateFolder, spec.Name)),
        };
        return await WorkerVolumes.OpenAsync(new SlotVolumes(docker.Engine, docker.Stack), options, cancellationToken);
    }

    // Passwords are no part of a spec's text. What changes while workers run is left out. An image's name may mean another build by now.
    private static string FingerprintOf(DatabaseSpec spec, string? build)
    {
        var kept = spec with { Followers = 0, Scale = null, Hang = default, Listen = new HostPort("", 0), Image = null };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kept} {build}")))[..16];
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GroupId();
}
