using Samples.Testing;

namespace SelfieLess.Tests.Running;

/// <summary>One Users and some Acts replicas on one store, with the user <c>ann</c> and the category <c>abc</c>.</summary>
internal sealed class SelfieLessStack : IAsyncDisposable
{
    public const string Password = "0123456789abcdefABCDEF0123456789abcdef00";

    private readonly List<Replica> _acts = [];
    private readonly bool _isOfPrograms;
    private Replica? _users;

    private SelfieLessStack(StoreUnderTest store, bool isOfPrograms) => (Store, _isOfPrograms) = (store, isOfPrograms);

    public StoreUnderTest Store { get; }

    public ServiceClient Users => _users!.Http;

    public ServiceClient Acts => _acts[0].Http;

    public IReadOnlyList<Replica> Replicas => _acts;

    /// <param name="kind">Where the data are.</param>
    /// <param name="replicas">Replicas of Acts.</param>
    /// <param name="isOfPrograms">Whether each replica is a program of its own.</param>
    public static async Task<SelfieLessStack> StartAsync(StoreKind kind, int replicas = 1, bool isOfPrograms = false)
    {
        var stack = new SelfieLessStack(await StoreUnderTest.OpenAsync(kind), isOfPrograms);
        stack._users = await stack.ReplicaAsync("Users", stack.Store.Settings);
        for (int i = 0; i < replicas; i++)
        {
            await stack.AddReplicaAsync();
        }

        Assert.Equal(Answer.Created, await stack.Users.PostAsync("/users", $$"""{"username": "ann", "password": "{{Password}}"}"""));
        Assert.Equal(Answer.Created, await stack.Acts.PostAsync("/categories", """["abc"]"""));
        return stack;
    }

    public async Task<Replica> AddReplicaAsync()
    {
        Replica replica = await ReplicaAsync("Acts", [.. Store.Settings, ("USERS_URL", _users!.Address.GetLeftPart(UriPartial.Authority))]);
        _acts.Add(replica);
        return replica;
    }

    public async Task EndUsersAsync() => await _users!.EndAsync();

    /// <summary>An upload's body; each field can be given as JSON text, or left out with null.</summary>
    public static string Act(
        string? id,
        string? username = "\"ann\"",
        string? timestamp = "\"10-10-2019:45-23-03\"",
        string? caption = "\"hello\"",
        string? category = "\"abc\"",
        string? image = "\"QUJD\"",
        string? upvotes = null)
    {
        (string Name, string? Value)[] fields =
        [
            ("actId", id), ("username", username), ("timestamp", timestamp), ("caption", caption), ("categoryName", category),
            ("imgB64", image), ("upvotes", upvotes),
        ];
        return "{" + string.Join(", ", fields.Where(field => field.Value is not null).Select(field => $"\"{field.Name}\": {field.Value}")) + "}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Replica replica in _acts)
        {
            await replica.DisposeAsync();
        }

        await _users!.DisposeAsync();
        await Store.DisposeAsync();
    }

    private Task<Replica> ReplicaAsync(string service, params (string Name, string Value)[] settings) =>
        _isOfPrograms ? Replica.StartProgramAsync(service, settings) : Replica.StartHereAsync(service, settings);
}
