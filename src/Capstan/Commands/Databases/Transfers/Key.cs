using System.CommandLine;
using System.Security.Cryptography;

namespace Capstan.Commands.Databases.Transfers;

/// <summary>The option that names a write, under which it is done once however often the command is run.</summary>
internal static class Key
{
    /// <summary>The option.</summary>
    public static Option<string?> Option(string what)
    {
        var option = new Option<string?>("--key")
        {
            Description = $"Name of this {what}: run again with the same name and file, it is done once. Default: a new one.",
            HelpName = "NAME",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length is 0 or > 200 || text.AsSpan().ContainsAnyExceptInRange('!', '~')))
                result.AddError("--key has 1 to 200 printable ASCII characters without spaces.");
        });
        return option;
    }

    /// <summary>A name that nobody has used.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
