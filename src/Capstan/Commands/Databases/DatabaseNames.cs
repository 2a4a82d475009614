using System.CommandLine;
using System.CommandLine.Completions;
using Capstan.StackFiles;

namespace Capstan.Commands.Databases;

/// <summary>Names of databases for completion of the command line. Read from the stack file: a running stack is not asked at every Tab.</summary>
internal static class DatabaseNames
{
    /// <summary>Those of the stack that a command line means; none, without a word, when it cannot be read.</summary>
    public static IEnumerable<CompletionItem> Of(StackOptions stack, ParseResult parsed, CliContext context)
    {
        if (StackFileLocator.Locate(stack.File(parsed), context.CurrentFolder, context.Environment).File is not { } file)
            return [];
        return StackFileReader.ReadFile(file, [], context.Environment).Spec?.Databases.Select(database => new CompletionItem(database.Name)) ?? [];
    }
}
