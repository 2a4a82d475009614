using Samples.Testing;
using SelfieLess.Store.Journals;

namespace SelfieLess.Tests.Journals;

/// <summary>A journal of plain texts, and its file to be tampered with.</summary>
internal sealed class ScratchJournal : IDisposable
{
    private const byte Kind = 1;

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder["texts.log"];

    public Journal<TextView> Open() => new(Path, _ => new TextView());

    /// <summary>Appends one text with a blob as one frame; false when the text is there already.</summary>
    public static Task<bool> AddAsync(Journal<TextView> journal, string text, byte[]? blob = null) =>
        journal.ChangeAsync(
            (view, append) =>
            {
                bool isNew = !view.Texts.Contains(text);
                if (isNew)
                {
                    append(new EntryWriter(Kind).Text(text), blob ?? []);
                }

                return isNew;
            },
            TestContext.Current.CancellationToken);

    public static string[] Texts(Journal<TextView> journal) => journal.Read(view => view.Texts.ToArray());

    public async Task WriteAsync(params string[] texts)
    {
        using Journal<TextView> journal = Open();
        foreach (string text in texts)
        {
            Assert.True(await AddAsync(journal, text, new byte[5000]));
        }
    }

    public string[] ReadAgain()
    {
        using Journal<TextView> journal = Open();
        return Texts(journal);
    }

    public void Dispose() => _folder.Dispose();

    internal sealed class TextView : IJournalView
    {
        public OrderedDictionary<string, Blob> Blobs { get; } = [];

        public IReadOnlyCollection<string> Texts => Blobs.Keys;

        public void Apply(EntryReader entry, Blob blob) => Blobs.Add(entry.Text(), blob);
    }
}
