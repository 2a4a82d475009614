using System.Collections.Concurrent;
using System.Text.Json;
using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Acts processes killed in the midst of writing large acts.</summary>
/// <param name="kind">Where they write.</param>
/// <param name="imageSize">Characters of each image.</param>
public abstract class KillContract(StoreKind kind, int imageSize) : IAsyncLifetime
{
    private const int Rounds = 6;
    private const int UploadersPerReplica = 4;
    private const int AcknowledgedBeforeKill = 6;

    private readonly string _image = $"\"{new string('A', imageSize)}\"";

    private readonly ConcurrentBag<int> _acknowledged = [];
    private SelfieLessStack? _stack;
    private int _lastId;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind, isOfPrograms: true);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Kill_WhileUploading_LosesNothingAcknowledgedAndTheSurvivorGoesOn()
    {
        ServiceClient survivor = _stack!.Acts;
        for (int round = 0; round < Rounds; round++)
        {
            Replica victim = await _stack.AddReplicaAsync();
            await UploadUntilKilledAsync(victim);
            Assert.Equal(Answer.Created, await survivor.PostAsync("/acts", SelfieLessStack.Act($"{Interlocked.Increment(ref _lastId)}")));
            _acknowledged.Add(_lastId);
        }

        Assert.True(_acknowledged.Count >= Rounds * AcknowledgedBeforeKill);
        await AssertAllThereAsync(survivor);
        Replica newcomer = await _stack.AddReplicaAsync();
        await AssertAllThereAsync(newcomer.Http);
    }

    private async Task UploadUntilKilledAsync(Replica victim)
    {
        int acknowledged = 0;
        var enough = new TaskCompletionSource();
        Task[] uploaders = [.. Enumerable.Range(0, UploadersPerReplica).Select(_ => UploadAsync())];
        await Task.WhenAny(enough.Task, Task.WhenAll(uploaders));
        await victim.EndAsync();
        await Task.WhenAll(uploaders);

        async Task UploadAsync()
        {
            // Ends with the victim; the bound is for a victim that cannot be killed.
            for (int i = 0; i < 10 * AcknowledgedBeforeKill; i++)
            {
                int id = Interlocked.Increment(ref _lastId);
                try
                {
                    Assert.Equal(Answer.Created, await victim.Http.PostAsync("/acts", SelfieLessStack.Act($"{id}", image: _image)));
                }
                catch (HttpRequestException)
                {
                    return;
                }

                _acknowledged.Add(id);
                if (Interlocked.Increment(ref acknowledged) == AcknowledgedBeforeKill)
                {
                    enough.SetResult();
                }
            }
        }
    }

    private async Task AssertAllThereAsync(ServiceClient acts)
    {
        Answer size = await acts.GetAsync("/categories/abc/acts/size");
        int total = JsonSerializer.Deserialize<int[]>(size.Body)!.Single();
        var listed = new HashSet<int>();
        for (int first = 1; first <= total; first += 10)
        {
            // Every image is read and checked on the way.
            Answer page = await acts.GetAsync($"/categories/abc/acts?start={first}&end={Math.Min(total, first + 9)}");
            Assert.Equal(200, page.Status);
            using JsonDocument json = JsonDocument.Parse(page.Body);
            listed.UnionWith(json.RootElement.EnumerateArray().Select(act => act.GetProperty("actId").GetInt32()));
        }

        Assert.Equal(total, listed.Count);
        Assert.Subset(listed, _acknowledged.ToHashSet());
    }
}
