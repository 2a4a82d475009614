using Capstan.Bench.Databases.Loads;

namespace Capstan.Bench.Databases.Lag;

/// <summary>A database whose reads may lag behind its writes.</summary>
internal interface ILaggingSystem : ILoadedSystem
{
    /// <summary>Who is asked and how, for the table.</summary>
    string Follower { get; }

    /// <summary>Writes a number in place of the one before; ends when it is acknowledged.</summary>
    Task MarkAsync(long number);

    /// <summary>The number that a follower shows now.</summary>
    Task<long> SeenAsync();
}
