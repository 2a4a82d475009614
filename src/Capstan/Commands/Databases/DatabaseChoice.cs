using System.CommandLine;

namespace Capstan.Commands.Databases;

/// <summary>The options that name one database: one of a stack, or one anywhere by its URL.</summary>
internal sealed class DatabaseChoice
{
    private readonly Option<string?> _name;
    private readonly Option<Uri?> _url;
    private readonly Option<string?> _tokenFile;

    /// <summary>Adds the options to a command.</summary>
    public DatabaseChoice(Command command, StackOptions root, CliContext context)
    {
        _name = new Option<string?>("--database", "-d") { Description = "Name of the database. Needed when the stack has several.", HelpName = "NAME" };
        _url = new Option<Uri?>("--url") { Description = "A database without a stack here: the URL of its API.", HelpName = "URL", CustomParser = ReadUrl };
        _tokenFile = new Option<string?>("--token-file")
        {
            Description = "File with the token for --url: a token alone, or the tokens file of a database, whose admin token is taken then.",
            HelpName = "FILE",
        };
        Stack = new StackOptions(command, root);
        _name.CompletionSources.Add(completion => DatabaseNames.Of(Stack, completion.ParseResult, context));
        command.Options.Add(_name);
        command.Options.Add(_url);
        command.Options.Add(_tokenFile);
        command.Validators.Add(result =>
        {
            var hasUrl = result.GetResult(_url) is { Implicit: false };
            if (hasUrl && result.GetResult(_name) is { Implicit: false })
                result.AddError("--url names a database by itself; leave --database out.");
            if (!hasUrl && result.GetResult(_tokenFile) is { Implicit: false })
                result.AddError("--token-file goes with --url; the tokens of a stack's databases are found in its state folder.");
        });
    }

    /// <summary>The options that name the stack.</summary>
    public StackOptions Stack { get; }

    /// <summary>The name that was given; null when there was none.</summary>
    public string? Name(ParseResult parsed) => parsed.GetValue(_name);

    /// <summary>The URL that was given; null when the database belongs to a stack.</summary>
    public Uri? Url(ParseResult parsed) => parsed.GetValue(_url);

    /// <summary>The file with the token for <see cref="Url"/>; null for a database that asks for none.</summary>
    public string? TokenFile(ParseResult parsed) => parsed.GetValue(_tokenFile);

    private static Uri? ReadUrl(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" })
            return url;
        result.AddError($"--url must be the address of a database's API, such as http://127.0.0.1:8081, and not '{text}'.");
        return null;
    }
}
