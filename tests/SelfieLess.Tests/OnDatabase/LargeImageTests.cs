using System.IO.Pipelines;
using System.Text;
using Samples.Shared;
using Samples.Shared.Database;
using Samples.Testing;
using Samples.Testing.Twins;
using SelfieLess.Store.Acts;

namespace SelfieLess.Tests.OnDatabase;

/// <summary>Images that do not fit into one write of the database.</summary>
public sealed class LargeImageTests : IAsyncLifetime
{
    private const string Pieces = "SELECT count(*), count(DISTINCT image) FROM image_pieces";

    private static readonly string Image = string.Concat(Enumerable.Repeat("QUJD", 300_000));

    private readonly TestCalendar _calendar = new();
    private DatabaseTwin? _database;
    private DatabaseLink? _link;
    private DatabaseActStore? _store;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private DatabaseActStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _database = await DatabaseTwin.StartAsync();
        _link = new DatabaseLink(new DatabaseSettings(_database.Address), TimeProvider.System);
        _store = new DatabaseActStore(_link.NewSession(), _calendar);
        Assert.True(await Store.AddCategoryAsync("abc", Ending));
    }

    public async ValueTask DisposeAsync()
    {
        _link!.Dispose();
        await _database!.DisposeAsync();
    }

    [Theory]
    [InlineData("1", "unknown")]
    [InlineData("7", "abc")]
    public async Task Add_IdTakenOrCategoryUnknown_IsRefusedBeforeAPieceIsWritten(string id, string category)
    {
        Assert.True(await Store.AddAsync(Act("7", "small"), Ending));
        Assert.False(await Store.AddAsync(Act(id, Image, category), Ending));
        Assert.Equal("[[0,0]]", _database!.Ask(Pieces));
        Assert.Equal("[[0]]", _database.Ask("SELECT count(*) FROM loose_images"));
    }

    [Fact]
    public async Task Add_IdTakenMeanwhile_IsRefusedAndItsPiecesGoAfterAnHour()
    {
        using TwinHold hold = _database!.Hold("INSERT INTO acts");
        Task<bool> late = Store.AddAsync(Act("1", Image), Ending).AsTask();
        await hold.Held;
        Assert.True(await Store.AddAsync(Act("1", "QUJD"), Ending));
        hold.LetGo();
        Assert.False(await late);
        Assert.Equal("[[3,1]]", _database.Ask(Pieces));

        _calendar.Now += TimeSpan.FromMinutes(59);
        Assert.True(await Store.AddAsync(Act("2", Image), Ending));
        Assert.Equal("[[6,2]]", _database.Ask(Pieces));
        _calendar.Now += TimeSpan.FromMinutes(2);
        Assert.True(await Store.AddAsync(Act("3", Image), Ending));
        Assert.Equal("[[6,2]]", _database.Ask(Pieces));
        Assert.Equal("[[0]]", _database.Ask("SELECT count(*) FROM loose_images"));
    }

    [Fact]
    public async Task Remove_WhileSomebodyReads_LeavesTheImageReadableForAnHour()
    {
        Assert.True(await Store.AddAsync(Act("1", Image), Ending));
        Act listed = Assert.Single((await Store.ListAsync("abc", null, Ending)).Acts);
        Assert.True(await Store.RemoveAsync(listed.Id, Ending));
        Assert.Equal(Image, await ReadAsync(listed));

        _calendar.Now += TimeSpan.FromMinutes(61);
        Assert.True(await Store.AddAsync(Act("2", Image), Ending));
        await Assert.ThrowsAsync<StoreException>(() => ReadAsync(listed));
    }

    [Fact]
    public async Task RemoveCategory_WithLargeImages_LeavesNoPieceForGood()
    {
        Assert.True(await Store.AddCategoryAsync("def", Ending));
        Assert.True(await Store.AddAsync(Act("1", Image, "def"), Ending));
        Assert.True(await Store.AddAsync(Act("2", Image, "def"), Ending));
        Assert.True(await Store.RemoveCategoryAsync("def", Ending));
        Assert.Equal("[[2]]", _database!.Ask("SELECT count(*) FROM loose_images"));
        _calendar.Now += TimeSpan.FromMinutes(61);
        Assert.True(await Store.AddAsync(Act("3", Image), Ending));
        Assert.Equal("[[3,1]]", _database.Ask(Pieces));
    }

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.LoseAnswer))]
    public async Task Add_WritesFail_IsThereOnceAndWhole(string name)
    {
        TwinFault fault = Enum.Parse<TwinFault>(name);
        _database!.FailOnce("INSERT INTO loose_images", fault);
        _database.FailOnce("INSERT INTO image_pieces", fault);
        _database.FailOnce("INSERT INTO image_pieces", fault);
        _database.FailOnce("INSERT INTO acts", fault);
        Assert.True(await Store.AddAsync(Act("1", Image), Ending));
        Assert.Equal(Image, await ReadAsync(Assert.Single((await Store.ListAsync("abc", null, Ending)).Acts)));
        Assert.Equal("[[3,1]]", _database.Ask(Pieces));
    }

    private static NewAct Act(string id, string image, string category = "abc") => new(
        ActId.Parse(id)!.Value, "ann", WrittenTime.Parse("10-10-2019:45-23-03")!.Value, "hello", category, Encoding.ASCII.GetBytes(image));

    private static async Task<string> ReadAsync(Act act)
    {
        using var bytes = new MemoryStream();
        PipeWriter writer = PipeWriter.Create(bytes, new StreamPipeWriterOptions(leaveOpen: true));
        await act.Image.WriteToAsync(writer, Ending);
        await writer.CompleteAsync();
        return Encoding.ASCII.GetString(bytes.ToArray());
    }
}
