using Samples.Shared;
using SelfieLess.Store.Journals;

namespace SelfieLess.Store.Acts;

/// <summary>The entries of the acts' journal and their fields.</summary>
internal static class ActEntry
{
    public const byte CategoryAdded = 1;
    public const byte CategoryRemoved = 2;
    public const byte ActAdded = 3;
    public const byte ActRemoved = 4;
    public const byte ActUpvoted = 5;

    public static EntryWriter AddCategory(string name) => new EntryWriter(CategoryAdded).Text(name);

    public static EntryWriter RemoveCategory(string name) => new EntryWriter(CategoryRemoved).Text(name);

    public static EntryWriter Add(NewAct act) =>
        new EntryWriter(ActAdded).Text(act.Id.Digits).Text(act.Username).Text(act.Time.Text).Text(act.Caption).Text(act.Category);

    public static EntryWriter Remove(ActId id) => new EntryWriter(ActRemoved).Text(id.Digits);

    public static EntryWriter Upvote(ActId id) => new EntryWriter(ActUpvoted).Text(id.Digits);

    public static StoredAct ReadAct(EntryReader entry, IActImage image) =>
        new(ReadId(entry), entry.Text(), ReadTime(entry), entry.Text(), entry.Text(), image);

    public static ActId ReadId(EntryReader entry) => ActId.Parse(entry.Text()) ?? throw Unreadable("id");

    private static WrittenTime ReadTime(EntryReader entry) => WrittenTime.Parse(entry.Text()) ?? throw Unreadable("time");

    private static StoreException Unreadable(string field) =>
        new($"the acts' journal has an entry with an unreadable {field}; a newer program wrote it");
}
