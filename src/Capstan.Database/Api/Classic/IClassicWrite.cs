using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>What <c>db/write</c> is asked to do.</summary>
internal interface IClassicWrite
{
    /// <summary>The statement.</summary>
    /// <exception cref="UnknownNameException">There is no such table or column.</exception>
    /// <exception cref="BadRequestException">A column cannot be written, or a pattern is too long or no text.</exception>
    SqlStatement Compile(SchemaMap schema);
}
