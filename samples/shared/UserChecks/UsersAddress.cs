using System.Net;
using Samples.Shared.Hosting;

namespace Samples.Shared.UserChecks;

/// <summary>Whom to ask for users.</summary>
/// <param name="Base">Base of the Users service or of a gateway before it.</param>
/// <param name="Origin">The public address of who asks, sent with each question.</param>
public sealed record UsersAddress(Uri Base, string Origin)
{
    /// <summary>Reads <c>USERS_URL</c> and <c>ORIGIN</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static UsersAddress Read(Variables variables, IPEndPoint listen) =>
        new(variables.Base("USERS_URL", "http://127.0.0.1:8080"), variables.Text("ORIGIN", $"http://{listen}"));
}
