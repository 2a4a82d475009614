namespace Capstan.SystemTests.Databases;

/// <summary>Where the workers of a database under test run, and what their slots keep.</summary>
internal interface IWorkerPlaces
{
    /// <summary>Looks around once workers run; what there is is known from then on, whether they run or not.</summary>
    Task LookAsync();

    /// <summary>The workers that run, by the process ids under which the database lists them.</summary>
    Task<IReadOnlyList<int>> RunningAsync();

    /// <summary>What a slot would have a disk of its own for: all that it keeps.</summary>
    string DiskOf(int slot);

    /// <summary>The worker's own folder in it, with its copy.</summary>
    string FolderOf(int slot);
}
