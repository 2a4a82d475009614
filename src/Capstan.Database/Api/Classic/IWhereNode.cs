namespace Capstan.Database.Api.Classic;

/// <summary>A condition: a comparison, or several joined.</summary>
internal interface IWhereNode;
