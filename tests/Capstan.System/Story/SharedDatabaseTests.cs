using System.Collections.Concurrent;
using System.Net;

namespace Capstan.SystemTests.Story;

/// <summary>Several replicas of the SelfieLessActs sample that keep everything in one replicated database.</summary>
public sealed class SharedDatabaseTests
{
    private const string Acts = "/api/v1/acts";

    [Fact]
    public Task Replicas_OfOneDatabase_ServeTheSameAndDecideOnce() => DatabaseSample.RunAsync(async sample =>
    {
        await sample.PrepareAsync();
        var ports = await sample.ScaleAsync("acts", 3);
        await sample.ScaleAsync("users", 2);
        for (var id = 1; id <= 6; id++)
        {
            var answers = await Task.WhenAll(ports.Select(port => sample.PostAsync(port, Acts, DatabaseSample.Act(id))));
            Assert.Single(answers, HttpStatusCode.Created);
            Assert.Equal(2, answers.Count(answer => answer == HttpStatusCode.BadRequest));
        }

        var votes = await Task.WhenAll(ports.SelectMany(port => Enumerable.Range(0, 5).Select(_ => sample.PostAsync(port, $"{Acts}/upvote", "[3]"))));
        Assert.All(votes, vote => Assert.Equal(HttpStatusCode.OK, vote));
        var large = string.Concat(Enumerable.Repeat("QUJD", 400_000));
        Assert.Equal(HttpStatusCode.Created, await sample.PostAsync(ports[0], Acts, DatabaseSample.Act(7, large)));

        var listed = await sample.ListAsync(ports);
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], listed.Keys);
        Assert.Equal(15, listed[3]);
        Assert.Contains($"\"{large}\"", await sample.SameTextAsync(ports, "/api/v1/categories/planting/acts?start=1&end=1"));
        Assert.Equal("""{"planting":7}""", await sample.SameTextAsync(ports, "/api/v1/categories"));
        // One category, 18 uploads, 15 votes, 1 large upload, 3 lists, 3 ranges, 3 lists of categories.
        Assert.Equal("[44]", await sample.SameTextAsync(ports, "/api/v1/_count"));
    });

    [Fact]
    public Task LeaderKilled_WhileReplicasWrite_LosesAndDoublesNothing() => DatabaseSample.RunAsync(async sample =>
    {
        const int uploaders = 3;
        const int actsOfEach = 20;
        await sample.PrepareAsync();
        var ports = await sample.ScaleAsync("acts", 3);
        Assert.Equal(HttpStatusCode.Created, await sample.PostAsync(Acts, DatabaseSample.Act(1)));

        var answers = new ConcurrentBag<HttpStatusCode>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var uploading = Enumerable.Range(0, uploaders).Select(UploadAsync).ToArray();
        await Task.WhenAny(begun.Task, Task.WhenAll(uploading));
        await sample.KillLeaderAsync();
        await Task.WhenAll(uploading);

        Assert.All(answers, answer => Assert.True(answer is HttpStatusCode.Created or HttpStatusCode.OK, answer.ToString()));
        var listed = await sample.ListAsync(ports);
        Assert.Equal((uploaders * actsOfEach) + 1, listed.Count);
        Assert.Equal(uploaders * actsOfEach, listed[1]);
        Assert.Equal($"[{listed.Count}]", await sample.SameTextAsync(ports, $"{Acts}/count"));

        async Task UploadAsync(int uploader)
        {
            for (var act = 0; act < actsOfEach; act++)
            {
                answers.Add(await sample.PostAsync(ports[uploader], Acts, DatabaseSample.Act(100 + (uploader * actsOfEach) + act)));
                answers.Add(await sample.PostAsync(ports[uploader], $"{Acts}/upvote", "[1]"));
                if (answers.Count >= actsOfEach)
                    begun.TrySetResult();
            }
        }
    });
}
