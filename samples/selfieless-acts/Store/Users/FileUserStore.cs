using Samples.Shared.Users;
using SelfieLess.Store.Journals;

namespace SelfieLess.Store.Users;

/// <summary>Users in the file <c>users.log</c> of a folder that any number of processes share.</summary>
public sealed class FileUserStore : IUserStore, IDisposable
{
    private readonly Journal<UserView> _journal;

    public FileUserStore(string folder) => _journal = new(Path.Combine(folder, "users.log"), _ => new UserView());

    public bool IsReachable => _journal.IsReachable;

    public ValueTask<bool> AddAsync(string name, string password, CancellationToken cancellationToken) =>
        new(_journal.ChangeAsync(
            (users, append) =>
            {
                if (users.Has(name))
                {
                    return false;
                }

                append(UserView.Add(name, password), default);
                return true;
            },
            cancellationToken));

    public ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken) =>
        new(_journal.ChangeAsync(
            (users, append) =>
            {
                if (!users.Has(name))
                {
                    return false;
                }

                append(UserView.Remove(name), default);
                return true;
            },
            cancellationToken));

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => new(_journal.Read(users => users.Names));

    public void Dispose() => _journal.Dispose();
}
