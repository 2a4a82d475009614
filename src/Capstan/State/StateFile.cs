using System.Text.Json;

namespace Capstan.State;

/// <summary>Keeps a <see cref="StackState"/> in one file of the state folder.</summary>
internal sealed class StateFile
{
    private readonly string _path;

    public StateFile(string stateFolder) => _path = Path.Combine(stateFolder, "state.json");

    /// <summary>Reads the file; an absent one is an empty state.</summary>
    /// <exception cref="InvalidDataException">The file is there and cannot be understood; the message says what to do.</exception>
    public StackState Read()
    {
        if (!File.Exists(_path))
            return StackState.Empty;
        try
        {
            using var stream = File.OpenRead(_path);
            var state = JsonSerializer.Deserialize(stream, StateJson.Default.StackState);
            // A file of a version without databases has none of them.
            state = state is { Databases: null } ? state with { Databases = new Dictionary<string, ServiceState>() } : state;
            return state is { Services: not null } && state.Services.Values.Concat(state.Databases.Values).All(service => service is { Slots: not null })
                ? state
                : throw new JsonException("a part of it is missing");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException(
                $"{_path} cannot be read ({fault.Message}). Move it away to start from the stack file alone; running containers are adopted all the same.", fault);
        }
    }

    /// <summary>Replaces the file in one step that survives a crash at any moment.</summary>
    public void Write(StackState state) => AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.StackState));
}
